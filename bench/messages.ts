/** What the process that plays RELAY is asked to do, with the client of a name. */
export type LoadRequest =
  | { readonly do: 'listen' }
  /** Waits until the client has connected. */
  | { readonly do: 'await'; readonly client: string }
  /** Calls from end to end, so many at a time. */
  | { readonly do: 'calls'; readonly client: string; readonly count: number; readonly live: number }
  /** Calls from end to end, begun at a rate. */
  | { readonly do: 'paced'; readonly client: string; readonly count: number; readonly perSecond: number }
  /** Calls that stay at their prompt. */
  | { readonly do: 'hold'; readonly client: string; readonly count: number }
  /** Partial results of the held prompts, one prompt after the other. */
  | { readonly do: 'events'; readonly client: string; readonly count: number }
  /** Ends the held calls. */
  | { readonly do: 'release'; readonly client: string };

export interface LoadReply {
  readonly port?: number;
  /** Calls that the client left as they were. */
  readonly lost?: number;
  /** How long each answer of the client took, in ms: from the event to the request that follows from it. */
  readonly latencies?: readonly number[];
}

export type ClientRequest = { readonly do: 'measure' } | { readonly do: 'collect' };

export interface ClientReply {
  /** Processor time so far, of all threads, in µs. */
  readonly cpu: number;
  /** In bytes; after a garbage collection, if one was asked for. */
  readonly heap: number;
}
