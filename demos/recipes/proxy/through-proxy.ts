import { HttpsProxyAgent } from 'https-proxy-agent';
import type { SocketFactory } from 'relay-rx';
import WebSocket from 'ws';

/** The `socket` of a `RelayClient` behind a proxy, for example `http://user:password@proxy.example.com:3128`. */
export const throughProxy = (proxy: string): SocketFactory => {
  const agent = new HttpsProxyAgent(proxy);
  return (url, options) => new WebSocket(url, { ...options, agent });
};
