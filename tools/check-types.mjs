// Looks at the declarations in dist/ as an editor does: none may need the types of io-ts or fp-ts, or show a class of the
// inside; every option has a text to show; and what specs, demos and guides say in types holds for them too.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const OPTIONS = /(?:Options|Config|Spec|Params|Limits|Audio|Prompt|Parameter|Detector|Target)$/;
/** What says what a number is of. */
const UNIT = /\b(seconds?|ms|dB|bytes|characters|words|port|price|number|times|how many|the most|from 0)\b/i;

/** What is wrong with the declarations in a folder. */
export function problemsOfTypes(dist) {
  const files = readdirSync(dist, { recursive: true })
    .filter((name) => /\.d\.[cm]ts$/.test(name))
    .map((name) => join(dist, name));
  const libraries = files
    .filter((file) => /(?:from|import) ['"](?:io-ts|fp-ts)/.test(readFileSync(file, 'utf8')))
    .map((file) => `${file} needs the types of io-ts or fp-ts`);

  const program = ts.createProgram(files, {
    module: ts.ModuleKind.NodeNext,
    strict: true,
    skipLibCheck: true,
  });
  const checker = program.getTypeChecker();
  const published = files
    .filter((file) => !file.includes('shared'))
    .flatMap((file) => {
      const module = checker.getSymbolAtLocation(program.getSourceFile(file));
      return module === undefined ? [] : checker.getExportsOfModule(module);
    })
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol));

  return [
    ...libraries,
    ...internalClasses(program, checker, published),
    ...undocumentedOptions(checker, published),
    ...brokenUses(),
  ];
}

/** Classes that nobody can import, and that are no base of one that somebody can. */
function internalClasses(program, checker, published) {
  const classes = program
    .getSourceFiles()
    .filter(({ fileName }) => !fileName.includes('node_modules'))
    .flatMap(({ statements }) => statements.filter(ts.isClassDeclaration));
  const bases = classes.flatMap(({ heritageClauses }) =>
    (heritageClauses ?? []).flatMap(({ types }) => types.map(({ expression }) => expression.getText())),
  );
  return classes
    .filter(({ name }) => !published.includes(checker.getSymbolAtLocation(name)))
    .map(({ name }) => name.text)
    .filter((name) => !bases.includes(name))
    .map((name) => `the class ${name} is internal: mark the member that names it with @internal`);
}

/** Options whose text says too little: what it means, in which unit, and what holds without it. */
function undocumentedOptions(checker, published) {
  const declarations = published
    .filter((symbol) => OPTIONS.test(symbol.name))
    .flatMap((symbol) => symbol.declarations?.filter(ts.isInterfaceDeclaration) ?? []);
  const problems = declarations.flatMap((declaration) =>
    checker
      .getTypeAtLocation(declaration)
      .getProperties()
      .flatMap((property) => {
        const name = `${property.parent?.name ?? declaration.name.text}.${property.name}`;
        const text = ts.displayPartsToString(property.getDocumentationComment(checker));
        const hasDefault = property.getJsDocTags(checker).some((tag) => tag.name === 'default');
        return [
          text === '' && `${name} has no text`,
          /\bdefaults?\b/i.test(text) && `${name} names its default in its text, and not in a @default tag`,
          isNumber(checker, property) &&
            !UNIT.test(text) &&
            `${name} is a number, and its text does not say of what: ${UNIT.source}`,
          !hasDefault && isSetting(checker, property) && `${name} has no @default tag; \`none\` is one`,
        ];
      }),
  );
  return new Set(problems.filter(Boolean));
}

function isNumber(checker, property) {
  const type = checker.getNonNullableType(checker.getTypeOfSymbol(property));
  return (type.flags & ts.TypeFlags.NumberLike) !== 0;
}

/** Whether an option can be left out, and is a number, a switch or one of a few words: then something else holds. */
function isSetting(checker, property) {
  if (!(property.flags & ts.SymbolFlags.Optional)) return false;
  const type = checker.getNonNullableType(checker.getTypeOfSymbol(property));
  const parts = type.isUnion() ? type.types : [type];
  return parts.every(
    (part) => part.flags & (ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike | ts.TypeFlags.StringLiteral),
  );
}

/** Errors of code that was written for the sources, with the declarations in their place. */
function brokenUses() {
  const root = join(import.meta.dirname, '..');
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options, fileNames } = ts.parseJsonConfigFileContent(
    { ...config, include: ['spec/types-spec.ts', 'demos'] },
    ts.sys,
    root,
  );
  const paths = Object.fromEntries(
    Object.keys(options.paths).map((name) => [
      name,
      [join(root, 'dist', `${name === 'relay-rx' ? 'index' : name.slice('relay-rx/'.length)}.d.mts`)],
    ]),
  );
  const program = ts.createProgram(fileNames, { ...options, paths, noEmit: true });
  return ts
    .getPreEmitDiagnostics(program)
    .map(
      ({ file, messageText }) =>
        `${file?.fileName} with dist/: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    );
}
