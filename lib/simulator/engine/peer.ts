/**
 * The client's end of one connection: a WebSocket, or any other two-way text transport.
 */
export interface Peer {
  /** Delivers one text frame. May answer synchronously. */
  send(text: string): void;
  /**
   * Closes the connection. 1006 is an abrupt end without a closing handshake. `Attachment.closed` is
   * expected afterwards, but the engine does not wait for it.
   */
  close(code: number, reason?: string): void;
}

/** Details of a peer that the transport gives the engine. */
export interface Attachment {
  receive(text: string): void;
  closed(): void;
}
