import { check } from '../tools/plain-english/check.js';

const found = (file: string, text: string): readonly string[] =>
  check(file, text).map(({ line, found }) => `${line}: ${found}`);

describe('the words that are not used', () => {
  it('are found in documents, outside of code', () => {
    const text = ['# Title', 'It is told on `errors$`.', '```sh', 'told', '```', '`goes on` and whoever'];

    expect(found('a.md', text.join('\n'))).toEqual(['2: told', '6: whoever']);
  });

  it('are found in comments, over the ends of lines, and in strings', () => {
    const text = [
      '/**',
      ' * The connection goes',
      ' * on after `told`.',
      ' */',
      "export const told = 'it goes on';",
      '// Whoever is left out.',
      'export const template = `${told} in peace`;',
    ];

    expect(found('a.ts', text.join('\n'))).toEqual(['2: goes on', '5: goes on', '6: Whoever', '7: in peace']);
  });

  it('do not begin a docstring', () => {
    const text = ['/** What is read. */', 'export const a = 1;', '// What is read.', 'export const b = 2;'];

    expect(found('a.ts', text.join('\n'))).toEqual(['1: What …']);
  });

  it('are found where they make a riddle of an outcome or a default', () => {
    const text = [
      'It says what becomes of the call.',
      'The default is 3 unless given.',
      'A stop, for one, is sent all the same.',
    ];

    expect(found('a.md', text.join('\n'))).toEqual([
      '1: what becomes of',
      '2: unless given',
      '3: , for one',
      '3: all the same',
    ]);
  });

  it('leave code and common words alone', () => {
    expect(found('a.ts', '/** The options when it is left out go on a line. */\nconst told = 1;')).toEqual(
      [],
    );
  });
});
