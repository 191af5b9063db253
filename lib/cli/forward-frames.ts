import WebSocket from 'ws';

/** Observes forwarded frames. */
export interface FrameObserver {
  readonly passed: (direction: 'sent' | 'received', data: Buffer, isBinary: boolean) => void;
  /** Called when the connection is closed, with the code of the side that closed it. */
  readonly closed: (code: number) => void;
}

/** Bytes to buffer for a slow reader before reading from the other side pauses. */
const HIGH_WATER = 1024 * 1024;

/** Whether an endpoint may send the code. Others, such as 1005 and 1006, only report a missing code or close frame. */
const isSendable = (code: number): boolean =>
  (code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code)) || (code >= 3000 && code <= 4999);

/** Forwards frames, close codes and dropped connections between a client and RELAY. */
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
  // `data` is one Buffer, because that is the default `binaryType` of ws.
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
  // A paused socket does not emit `close`.
  to.on('close', () => from.resume());
  // ws emits `close` after an error.
  from.on('error', () => undefined);
}
