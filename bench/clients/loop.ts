import type { Socket } from 'node:net';
import WebSocket from 'ws';

interface EventFrame {
  readonly id: string;
  readonly method?: string;
  readonly params: { readonly event_type: string; readonly params: CallParams };
}

interface CallParams {
  readonly call_id: string;
  readonly node_id: string;
  readonly call_state?: string;
  readonly final?: boolean;
}

const PROMPT = {
  play: [{ type: 'tts', params: { text: 'Press 1.' } }],
  collect: { digits: { max: 2 }, partial_results: true },
};

/**
 * The same flow written by hand for it alone, with ws and `JSON`: no check, no timeout, no reconnect, no second operation on
 * a call. It is what anybody might write on the first day, and the measure for all others.
 */
export const loop = (port: number): void => serve(port, 'loop', () => undefined);

/** The same, which writes what one turn of the event loop has to say in one system call. */
export function coalescedLoop(port: number): void {
  serve(port, 'coalesced loop', (socket) => {
    const tcp = (socket as unknown as { readonly _socket: Socket })._socket;
    if (tcp.writableCorked > 0) return;
    tcp.cork();
    setImmediate(() => tcp.uncork());
  });
}

function serve(port: number, name: string, beforeWrite: (socket: WebSocket) => void): void {
  const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
  const calls = new Map<string, CallParams>();
  let ids = 0;
  const send = (frame: object): void => {
    beforeWrite(socket);
    socket.send(JSON.stringify(frame));
  };
  const ask = (method: string, params: object): void =>
    send({ jsonrpc: '2.0', id: String((ids += 1)), method, params });
  socket.on('open', () => ask('signalwire.connect', { authentication: { project: name, token: 'bench' } }));
  socket.on('message', (data: Buffer) => {
    const frame = JSON.parse(data.toString()) as EventFrame;
    if (frame.method !== 'signalwire.event') return;
    send({ jsonrpc: '2.0', id: frame.id, result: {} });
    const { event_type: type, params } = frame.params;
    const { call_id, node_id } = params;
    const call = { call_id, node_id };
    if (type === 'calling.call.receive') {
      calls.set(call_id, params);
      ask('calling.answer', call);
    } else if (type === 'calling.call.state') {
      if (params.call_state === 'answered')
        ask('calling.play_and_collect', { ...call, control_id: String((ids += 1)), ...PROMPT });
      else if (params.call_state === 'ended') calls.delete(call_id);
    } else if (type === 'calling.call.collect' && params.final !== false) {
      ask('calling.end', { ...call, reason: 'hangup' });
    }
  });
}
