// Type-checks examples, all in one program, each a module of its own.
import { join } from 'node:path';
import ts from 'typescript';
import type { Example } from './extract.js';

/** Names that a fragment may use without a declaration. */
export const provided = ['call', 'client', 'caller', 'simulator'] as const;
export type Provided = (typeof provided)[number];

const declarations = `
import type { Call, RelayClient } from 'relay-rx';
import type { Caller, RelaySimulator } from 'relay-rx/simulator';
declare global {
  /** An answered call. */
  const call: Call;
  const client: RelayClient;
  /** The party at the other end of the call. */
  const caller: Caller;
  const simulator: RelaySimulator;
}
`;

export interface Checked {
  /** The errors, each with its place. */
  readonly errors: readonly string[];
  /** The provided names that the example uses. */
  readonly uses: readonly Provided[];
}

/** An example as a module, with the line numbers of its file. */
export const moduleText = ({ line, code }: Example): string =>
  `${'\n'.repeat(line - 1)}${code}\nexport {};\n`;

const describe = (example: Example, { file, start = 0, messageText, code }: ts.Diagnostic): string => {
  const line = file ? file.getLineAndCharacterOfPosition(start).line + 1 : example.line;
  return `${example.file}:${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')} (TS${code})`;
};

const usesOf = (checker: ts.TypeChecker, ambient: ts.SourceFile, source: ts.SourceFile): Provided[] => {
  const used = new Set<string>();
  const visit = (node: ts.Node): void => {
    const symbol = ts.isIdentifier(node)
      ? ts.isShorthandPropertyAssignment(node.parent)
        ? checker.getShorthandAssignmentValueSymbol(node.parent)
        : checker.getSymbolAtLocation(node)
      : undefined;
    if (symbol?.declarations?.some((declaration) => declaration.getSourceFile() === ambient))
      used.add(symbol.name);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return provided.filter((name) => used.has(name));
};

/** Checks the examples as code of the repository at `root`; the answer has one entry for each. */
export const checkExamples = (root: string, examples: readonly Example[]): Checked[] => {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(root, 'tsconfig.json'),
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: (diagnostic) => {
        throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'));
      },
    },
  );
  if (!config) throw new Error('no tsconfig.json');

  // The modules exist in memory only.
  const ambientName = join(root, 'examples', 'provided.d.ts');
  const nameOf = (index: number): string => join(root, 'examples', `${index}.ts`);
  const texts = new Map(examples.map((example, index) => [nameOf(index), moduleText(example)]));
  texts.set(ambientName, declarations);

  const disk = ts.createCompilerHost(config.options);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (name) => texts.has(name) || disk.fileExists(name),
    readFile: (name) => texts.get(name) ?? disk.readFile(name),
    getSourceFile: (name, options, ...rest) => {
      const text = texts.get(name);
      return text === undefined
        ? disk.getSourceFile(name, options, ...rest)
        : ts.createSourceFile(name, text, options);
    },
  };

  const program = ts.createProgram([...texts.keys()], { ...config.options, noEmit: true }, host);
  const checker = program.getTypeChecker();
  const sourceOf = (name: string): ts.SourceFile => {
    const source = program.getSourceFile(name);
    if (!source) throw new Error(`${name} is not in the program`);
    return source;
  };
  return examples.map((example, index) => {
    const source = sourceOf(nameOf(index));
    const diagnostics = [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ];
    return {
      errors: diagnostics.map((diagnostic) => describe(example, diagnostic)),
      uses: usesOf(checker, sourceOf(ambientName), source),
    };
  });
};
