import { MASK } from '../connection/secret-masking.js';
import { AuthorizationStateEvent } from '../protocol/events/session.js';
import { invalid } from '../protocol/options/schema.js';
import { sensitivityOf, type Sensitive } from './fields.js';
import type { RecordingHeader } from './format.js';
import { Placeholders, replaceNumbers } from './numbers.js';
import { KnownSecrets, isCredential } from './secrets.js';
import { walk } from './walk.js';
import { isJsonObject, type JsonObject } from '../protocol/json-object.js';

/** Fields to mask on request. Credentials always are. */
export type Maskable = 'numbers' | 'digits';

const MASKABLE: readonly string[] = ['numbers', 'digits'] satisfies readonly Maskable[];

/** Checks the option `mask`, before anything is opened. */
export function readMask(mask: unknown, path: string): readonly Maskable[] {
  if (!Array.isArray(mask)) throw invalid(path, `a list of ${MASKABLE.join(', ')}`, mask);
  mask.forEach((each: unknown, index) => {
    if (!MASKABLE.includes(each as string))
      throw invalid(`${path}[${index}]`, `one of ${MASKABLE.join(', ')}`, each);
  });
  return [...new Set(mask as readonly Maskable[])];
}

/** Masks frames before they are written. */
export class Masker {
  /** The masked kinds of fields, for the header of a recording. */
  readonly masked: RecordingHeader['masked'];

  readonly #secrets = new KnownSecrets();
  readonly #mask: ReadonlySet<Maskable>;
  readonly #placeholder: (digits: string) => string;

  /** @param placeholder makes the digits that replace a number; by default numbered by order of appearance. */
  constructor(mask: readonly Maskable[], placeholder = new Placeholders().digits) {
    this.#mask = new Set(mask);
    this.#placeholder = placeholder;
    this.masked = ['credentials', ...mask];
  }

  /** A masked frame; undefined for one that is left out. */
  frame(frame: unknown): unknown {
    // A text that is not JSON may be half a frame, with secrets in it.
    if (typeof frame === 'string') return `(not JSON: ${frame.length} characters)`;
    if (!isJsonObject(frame)) return frame;
    if (isDeeper(frame, MAX_DEPTH)) return `(nested more than ${MAX_DEPTH} levels deep)`;
    const { method, params } = frame;
    const isEvent = method === 'signalwire.event' && isJsonObject(params);
    if (isEvent && params['event_type'] === AuthorizationStateEvent.eventType) {
      this.#learn(params);
      return undefined;
    }
    // The rest of a frame is RELAY's envelope.
    const content = isEvent
      ? { ...params, params: this.#params(String(params['event_type']), params['params']) }
      : this.#params(String(method), params);
    const whole = {
      ...frame,
      ...('params' in frame && { params: content }),
      ...('result' in frame && { result: this.#params('', frame['result']) }),
    };
    return this.#clean(whole);
  }

  /** The masked params of a method or an event. */
  params(context: string, params: unknown): unknown {
    return this.#clean(this.#params(context, params));
  }

  /** A text without known credentials. */
  text(text: string): string {
    return this.#secrets.hide(text);
  }

  #params(context: string, params: unknown): unknown {
    this.#learn(params);
    return walk(params, context, {
      name: (name) => name,
      value: (value, place) => {
        const name = place.path.at(-1);
        if (name !== undefined && isCredential(name) && value !== null) return { replaced: MASK };
        if (isSecretHeader(place)) return { replaced: MASK };
        if (typeof value !== 'string' && typeof value !== 'number') return undefined;
        const kind = sensitivityOf(place);
        return kind === undefined || !this.#mask.has(MASKS[kind])
          ? undefined
          : { replaced: this.#replace(kind, value) };
      },
    });
  }

  #replace(kind: Sensitive, value: string | number): string | number {
    switch (kind) {
      case 'number':
        return typeof value === 'number' ? value : replaceNumbers(value, this.#placeholder);
      case 'keys':
        // The pauses w and W are kept, since they take time.
        return typeof value === 'number' ? 0 : value.replace(/[0-9A-D*#]/gi, '0');
      case 'text with digits':
        return typeof value === 'number' ? 0 : value.replace(/\d/g, '0');
    }
  }

  #learn(value: unknown): void {
    walk(value, '', {
      name: (name) => name,
      value: (inner, { path }) => {
        const name = path.at(-1);
        if (name === undefined || !isCredential(name)) return undefined;
        this.#secrets.learn(isJsonObject(inner) ? withoutNames(inner) : inner);
        return { replaced: inner };
      },
    });
  }

  #clean(value: unknown): unknown {
    return walk(value, '', {
      name: (name) => this.#secrets.hide(name),
      value: (inner) => (typeof inner === 'string' ? { replaced: this.#secrets.hide(inner) } : undefined),
    });
  }
}

/** The greatest depth of a frame that is written: recursion, also that of JSON, has a limit. */
export const MAX_DEPTH = 500;

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1)));

/** Fields in an object with credentials that are no secrets: every call has its project, and every method its scope. */
const NO_SECRETS: ReadonlySet<string> = new Set([
  'project',
  'project_id',
  'scopes',
  'type',
  'resource',
  'space_id',
]);

const withoutNames = (credential: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(credential).filter(([name]) => !NO_SECRETS.has(name)));

const MASKS = { number: 'numbers', keys: 'digits', 'text with digits': 'digits' } as const;

const isSecretHeader = ({ path, parent }: { path: readonly string[]; parent: JsonObject }): boolean =>
  path.at(-1) === 'value' && typeof parent['name'] === 'string' && isCredential(parent['name']);
