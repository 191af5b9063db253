import { isUrl } from '../protocol/is-url.js';

/** Whether a text is a host name, with or without a port: no URL, credentials or path. */
export const isHostName = (text: string): boolean => /^[^\s/\\@?#]+$/.test(text) && isUrl(`wss://${text}`);

/** A text for an error message: what precedes an @ may be a secret. */
export const withoutUser = (text: string): string => text.replace(/^.*@/s, '***@');
