import ts from 'typescript';
import { opening, phrasings } from './phrasings.js';

export interface Finding {
  readonly line: number;
  readonly found: string;
  readonly instead: string;
}

/** A piece of prose, and its start in the file. */
interface Piece {
  readonly text: string;
  readonly start: number;
  readonly isDocstring: boolean;
}

/** A text of the same length without its code: what is quoted is not language. */
const blank = (text: string, pattern: RegExp): string =>
  text.replace(pattern, (code) => code.replace(/[^\n]/g, ' '));

const withoutCode = (text: string): string =>
  blank(blank(text, /^ *(\* )?```.*?^ *(\* )?```/gms), /`[^`\n]*`|\]\([^)\s]*\)/g);

/** A phrase may be broken by the end of a line. */
const overLines = ({ source, flags }: RegExp): RegExp => new RegExp(source.replaceAll(' ', '\\s+'), flags);

const proseOf = (text: string): Piece[] => [{ text, start: 0, isDocstring: false }];

/** Comments and strings of a TypeScript file. */
function languageOf(file: string, text: string): Piece[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const comments = new Map<number, Piece>();
  const strings: Piece[] = [];
  const visit = (node: ts.Node): void => {
    for (const { pos, end } of ts.getLeadingCommentRanges(text, node.pos) ?? [])
      comments.set(pos, { text: text.slice(pos, end), start: pos, isDocstring: text.startsWith('/**', pos) });
    if (ts.isStringLiteral(node) || ts.isTemplateLiteralToken(node))
      strings.push({ text: node.text, start: node.getStart(source), isDocstring: false });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...comments.values(), ...strings];
}

/** The phrasings in a text that are not used here, by line. */
export function check(file: string, text: string): Finding[] {
  const pieces = file.endsWith('.md') ? proseOf(text) : languageOf(file, text);
  const lineOf = (position: number): number => text.slice(0, position).split('\n').length;
  return pieces
    .flatMap((piece) => {
      // A phrase may continue on the next line of a comment.
      const words = withoutCode(piece.text).replace(/\n *\* ?/g, (margin) => ' '.padEnd(margin.length));
      const found = phrasings.flatMap(({ pattern, instead }) =>
        [...words.matchAll(overLines(pattern))].map((match) => ({ match, instead })),
      );
      const [first = ''] = /[A-Za-z].*/s.exec(piece.text.slice('/**'.length)) ?? [];
      const begins = piece.isDocstring ? opening.pattern.exec(first) : null;
      return [
        ...found.map(({ match, instead }) => ({
          line: lineOf(piece.start + match.index),
          found: match[0].replace(/\s+/g, ' '),
          instead,
        })),
        ...(begins ? [{ line: lineOf(piece.start), found: `${begins[0]} …`, instead: opening.instead }] : []),
      ];
    })
    .sort((one, other) => one.line - other.line);
}
