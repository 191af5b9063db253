/** Kind of a field that may be masked. */
export type Sensitive = 'number' | 'keys' | 'text with digits';

/** The place of a value: its path, without indices of lists, and the object that contains it. */
export interface Place {
  /** The method or the event type that it belongs to; empty in an answer. */
  readonly context: string;
  readonly path: readonly string[];
  readonly parent: Readonly<Record<string, unknown>>;
}

/** Fields that may contain a phone number, anywhere: devices, peers, messages, faxes, SIP. */
export const NUMBER_FIELDS: ReadonlySet<string> = new Set([
  'to_number',
  'from_number',
  'to',
  'from',
  'from_name',
  'username',
  'identity',
  'remote_identity',
  'sip_refer_to',
  'dest',
]);

/** Fields that contain pressed or dialled keys. */
export const KEY_FIELDS: ReadonlySet<string> = new Set(['digits', 'digit', 'dtmf']);

/** Fields that contain a caller's input for a payment. */
export const PAYMENT_FIELDS: ReadonlySet<string> = new Set([
  'payment_card_number',
  'security_code',
  'expiration_date',
  'payment_card_postal_code',
  'bank_account_number',
  'bank_routing_number',
]);

/** Fields with keys that the application chooses: they are no secret, and the flow depends on them. */
const SETTINGS: ReadonlySet<string> = new Set([
  'calling.bind_digit digits',
  'calling.detect detect.params.digits',
]);

/** The kind of a value, by its place. */
export function sensitivityOf({ context, path, parent }: Place): Sensitive | undefined {
  const name = path.at(-1) ?? '';
  if (path[0] === 'result' && context === 'calling.call.pay') return 'text with digits';
  if (context === 'calling.pay' && name === 'postal_code') return 'text with digits';
  if (context === 'calling.call.collect' && path[0] === 'result' && name === 'text')
    return 'text with digits';
  if (context === 'calling.call.detect' && path.join('.') === 'detect.params.event') {
    // The detectors of machines and faxes tell words here.
    return /^[\d*#A-D]$/.test(String(parent['event'])) ? 'keys' : undefined;
  }
  if (PAYMENT_FIELDS.has(name)) return 'text with digits';
  if (KEY_FIELDS.has(name)) return SETTINGS.has(`${context} ${path.join('.')}`) ? undefined : 'keys';
  if (NUMBER_FIELDS.has(name) || (context === 'calling.refer' && name === 'uri')) return 'number';
  // A header of SIP: its name may be anything.
  return path.at(-2) === 'headers' && name === 'value' ? 'number' : undefined;
}
