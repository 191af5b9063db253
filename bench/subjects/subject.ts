import type { Link } from '../support/link.js';

/** What is told of a prompt. */
export interface PromptListener {
  readonly partial: () => void;
  readonly ended: () => void;
}

/** A client, as its users would write against it. */
export interface Client {
  /** How many calls it has received. */
  readonly calls: number;
  /** Starts a prompt on one of the calls it has received. */
  prompt(call: number, listener: PromptListener): void;
  close(): void;
}

export interface Subject {
  readonly name: string;
  /** Connects, and receives whatever calls are offered. */
  connect(link: Link): Promise<Client>;
}
