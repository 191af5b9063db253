import { isUrl } from '../protocol/is-url.js';

/** Whether a text is a host, with a port or without: no URL, and nothing that would make it one with credentials or a path. */
export const isHostName = (text: string): boolean => /^[^\s/\\@?#]+$/.test(text) && isUrl(`wss://${text}`);

/** A text as an error shows it: what stands before an @ may be a secret. */
export const withoutUser = (text: string): string => text.replace(/^.*@/s, '***@');
