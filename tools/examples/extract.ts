// Finds every TypeScript example that a reader may copy: ```ts blocks of the documents, and the `@example`s of
// docstrings.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** The caller's answer to one prompt. */
export type Answer =
  | { readonly press: string }
  | { readonly say: string }
  | { readonly silence: true }
  | { readonly hangUp: true };

export interface Example {
  /** The file of the code, from the root of the repository. */
  readonly file: string;
  /** The line of the file that the code begins on. */
  readonly line: number;
  readonly code: string;
  /** False for a block tagged `no-run`. */
  readonly runs: boolean;
  /** An answer a prompt, the last one for all that follow; undefined for the usual caller. */
  readonly answers: readonly Answer[] | undefined;
}

const answerOf = (text: string): Answer => {
  const [, verb, rest = ''] = /^(press|say|silence|hang up)\s*(.*)$/.exec(text.trim()) ?? [];
  if (verb === 'press') return { press: rest };
  if (verb === 'say') return { say: rest };
  if (verb === 'silence') return { silence: true };
  if (verb === 'hang up') return { hangUp: true };
  throw new Error(`no answer of a caller: ${text}`);
};

/** What follows `ts` in a fence: nothing, `no-run`, or `caller: press 2; say sales please; silence; hang up`. */
const readInfo = (info: string): Pick<Example, 'runs' | 'answers'> => {
  if (info === '') return { runs: true, answers: undefined };
  if (info === 'no-run') return { runs: false, answers: undefined };
  const [, caller] = /^caller:(.*)$/.exec(info) ?? [];
  if (caller === undefined) throw new Error(`not understood after \`\`\`ts: ${info}`);
  return { runs: true, answers: caller.split(';').map(answerOf) };
};

/** The blocks in lines of Markdown, of which the first is line `first` of the file. */
const blocksOf = (file: string, lines: readonly string[], first: number): Example[] => {
  const examples: Example[] = [];
  let open: { language: string; info: string; indent: number; line: number; code: string[] } | undefined;
  lines.forEach((text, index) => {
    const [, indent = '', ticks, language = '', info = ''] = /^(\s*)(```)(\w*)\s*(.*?)\s*$/.exec(text) ?? [];
    if (!open) {
      if (ticks) open = { language, info, indent: indent.length, line: first + index + 1, code: [] };
    } else if (!ticks) {
      open.code.push(text.slice(Math.min(open.indent, text.search(/\S|$/))));
    } else {
      if (/^(ts|typescript)$/.test(open.language)) {
        examples.push({ file, line: open.line, code: open.code.join('\n'), ...readInfo(open.info) });
      }
      open = undefined;
    }
  });
  if (open) throw new Error(`${file}:${open.line - 1}: a block without an end`);
  return examples;
};

/** An `@example` holds fenced blocks, or is code as a whole. */
const exampleOf = (file: string, source: ts.SourceFile, tag: ts.JSDocTag): Example[] => {
  const first = source.getLineAndCharacterOfPosition(tag.getStart(source)).line + 1;
  const lines = source.text
    .slice(tag.getStart(source), tag.end)
    .replace('@example', '')
    .split('\n')
    .map((text, index) => (index === 0 ? text : text.replace(/^\s*\* ?/, '')));
  if (lines.some((text) => text.trimStart().startsWith('```'))) return blocksOf(file, lines, first);
  return [{ file, line: first, code: lines.join('\n').trimEnd(), runs: true, answers: undefined }];
};

const docstringsOf = (file: string, text: string): Example[] => {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found = new Map<number, Example[]>();
  const visit = (node: ts.Node): void => {
    // A comment may belong to several nodes: `const` statement, list and declaration.
    for (const tag of ts
      .getJSDocCommentsAndTags(node)
      .flatMap((doc) => (ts.isJSDoc(doc) ? (doc.tags ?? []) : []))) {
      if (tag.tagName.text === 'example') found.set(tag.pos, exampleOf(file, source, tag));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...found.values()].flat();
};

const filesUnder = (root: string, folder: string): string[] =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
        .sort()
    : [];

/** The examples in a text, which stands in `file`: Markdown or TypeScript by its name. */
export const examplesIn = (file: string, text: string): Example[] =>
  file.endsWith('.md') ? blocksOf(file, text.split('\n'), 1) : docstringsOf(file, text);

/** Every example of the repository. */
export const findExamples = (root: string): Example[] =>
  ['README.md', ...filesUnder(root, 'docs'), ...filesUnder(root, 'lib')]
    // What the site generates is not an example of ours: see docs/.vitepress.
    .filter((file) => /\.(md|ts)$/.test(file) && !/^docs\/(api|\.vitepress)\//.test(file))
    .filter((file) => existsSync(join(root, file)))
    .flatMap((file) => examplesIn(file, readFileSync(join(root, file), 'utf8')));
