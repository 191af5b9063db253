const LOOPBACK = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/i;

/** Whether a peer of this address is on this machine. */
export const isLoopback = (address: string | undefined): boolean => LOOPBACK.test(address ?? '');
