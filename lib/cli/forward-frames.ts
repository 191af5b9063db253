import WebSocket from 'ws';

/** Receives what passes. */
export interface FrameObserver {
  readonly passed: (direction: 'sent' | 'received', data: Buffer, isBinary: boolean) => void;
  /** The connection is over; the code is that of the side that closed it. */
  readonly closed: (code: number) => void;
}

/** How many bytes may wait for a slow reader before reading from the other side pauses. */
const HIGH_WATER = 1024 * 1024;

/** Codes that an endpoint may send. Others only say what it saw: no code, or no closing at all. */
const isSendable = (code: number): boolean =>
  (code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code)) || (code >= 3000 && code <= 4999);

/** Carries everything between a client and RELAY: frames, closes with their codes, and drops as drops. */
export function forwardFrames(local: WebSocket, remote: WebSocket, { passed, closed }: FrameObserver): void {
  let over = false;
  const end = (code: number): void => {
    if (over) return;
    over = true;
    closed(code);
  };
  oneWay(local, remote, (data, isBinary) => passed('sent', data, isBinary), end);
  oneWay(remote, local, (data, isBinary) => passed('received', data, isBinary), end);
  remote.resume();
}

function oneWay(
  from: WebSocket,
  to: WebSocket,
  passed: (data: Buffer, isBinary: boolean) => void,
  ended: (code: number) => void,
): void {
  // One buffer a message, which is ws's default.
  from.on('message', (data: Buffer, isBinary: boolean) => {
    passed(data, isBinary);
    if (to.readyState !== WebSocket.OPEN) return;
    to.send(data, { binary: isBinary }, () => {
      if (to.bufferedAmount < HIGH_WATER) from.resume();
    });
    if (to.bufferedAmount >= HIGH_WATER) from.pause();
  });
  from.on('close', (code: number, reason: Buffer) => {
    ended(code);
    if (isSendable(code)) to.close(code, reason);
    else if (code === 1005) to.close();
    else to.terminate();
  });
  // What is not read any further does not close either.
  to.on('close', () => from.resume());
  // ws closes after an error, and says so.
  from.on('error', () => undefined);
}
