import { methods, type Method } from '../../lib/protocol/options/index.js';
import { wireName } from '../../lib/protocol/options/schema.js';
import { fixture } from './fixtures/read.js';

/** What RELAY's reference says of a method; `node_id` and `call_id`, which all but two have, are left out. */
interface Reference {
  readonly required: readonly string[];
  readonly params: Readonly<Record<string, Kind>>;
}
type Kind =
  'any' | 'boolean' | 'integer' | 'number' | 'object' | 'object[]' | 'object[][]' | 'string' | 'string[]';

const reference = fixture<Record<string, Reference>>('methods.json');
const table: Readonly<Record<string, Method>> = methods;

/** What this library keeps to itself, or fills in: the run of an operation, and how long a dial may take. */
const OWN = ['stop_on_unsubscribe', 'dial_timeout'];
/** What a command is addressed by: whoever sends it knows. */
const ADDRESS = ['control_id'];
/** What RELAY requires and this library fills in where it is left out. */
const FILLED_IN = ['control_id', 'tag', 'context', 'record'];

/** Values that no parameter of a kind takes. */
const REFUSED: Readonly<Record<Kind, readonly unknown[]>> = {
  any: [],
  boolean: ['yes', 1, null, {}],
  integer: ['1', 1.5, -1, NaN, Infinity, null, {}],
  number: ['1', NaN, Infinity, null, {}],
  object: ['x', 1, null, true],
  'object[]': ['x', 1, null, ['x'], [null]],
  'object[][]': ['x', 1, null, ['x'], [['x']]],
  string: ['', -1, 1.5, null, {}],
  'string[]': ['x', 1, null, {}, [1], [null]],
};
/** An empty header is how a fax has none. */
const EMPTY_TEXT_IS_ALLOWED = ['header_info'];

const names = (method: Method): string[] =>
  Object.entries(method.schema).map(([name, field]) => wireName(name, field));

const read = (method: Method, options: object): unknown => method.read(options as never);

describe('the methods', () => {
  it('are those of the reference', () => {
    expect(Object.keys(table).sort()).toEqual(Object.keys(reference).sort());
  });

  describe.each(Object.entries(reference))('%s', (name, { required, params }) => {
    const method = table[name]!;
    const isOperation = names(method).includes('control_id');

    it('has a name for every parameter, and no other', () => {
      const expected = Object.keys(params).filter((param) => isOperation || !ADDRESS.includes(param));
      expect(
        names(method)
          .filter((param) => !OWN.includes(param))
          .sort(),
      ).toEqual(expected.sort());
    });

    it('requires what RELAY requires', () => {
      const needed = Object.entries(method.schema)
        .filter(([, field]) => field.required)
        .map(([option, field]) => wireName(option, field));
      expect(needed.sort()).toEqual(required.filter((param) => !FILLED_IN.includes(param)).sort());
    });

    it('refuses unknown options, and names the known ones', () => {
      expect(() => read(method, { unheardOf: 1 })).toThrow(TypeError);
      expect(() => read(method, { unheardOf: 1 })).toThrow(
        Object.keys(method.schema).join(', ') || 'there are none',
      );
    });

    it('refuses values of another kind, naming the option', () => {
      for (const [option, field] of Object.entries(method.schema)) {
        const param = wireName(option, field);
        for (const value of REFUSED[params[param] ?? 'any']) {
          if (value === '' && EMPTY_TEXT_IS_ALLOWED.includes(param)) continue;
          expect(() => field.read(value, option)).toThrow(option);
        }
      }
    });
  });
});
