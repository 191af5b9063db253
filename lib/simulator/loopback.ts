const LOOPBACK = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/i;

/** Whether an address is a loopback address. */
export const isLoopback = (address: string | undefined): boolean => LOOPBACK.test(address ?? '');
