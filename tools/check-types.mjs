// Looks at the declarations in dist/ as an editor does: none may need the types of io-ts or fp-ts, and every option has
// a text to show.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const OPTIONS = /(?:Options|Config|Spec|Params|Limits|Audio|Prompt|Parameter|Detector|Target)$/;

/** What is wrong with the declarations in a folder. */
export function problemsOfTypes(dist) {
  const files = readdirSync(dist, { recursive: true })
    .filter((name) => /\.d\.[cm]ts$/.test(name))
    .map((name) => join(dist, name));
  const libraries = files
    .filter((file) => /(?:from|import) ['"](?:io-ts|fp-ts)/.test(readFileSync(file, 'utf8')))
    .map((file) => `${file} needs the types of io-ts or fp-ts`);

  const program = ts.createProgram(files, { module: ts.ModuleKind.NodeNext, skipLibCheck: true });
  const checker = program.getTypeChecker();
  const declarations = files
    .filter((file) => !file.includes('shared'))
    .flatMap((file) => {
      const module = checker.getSymbolAtLocation(program.getSourceFile(file));
      return module === undefined ? [] : checker.getExportsOfModule(module);
    })
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
    .filter((symbol) => OPTIONS.test(symbol.name))
    .flatMap((symbol) => symbol.declarations?.filter(ts.isInterfaceDeclaration) ?? []);
  const undocumented = new Set(
    declarations.flatMap((declaration) =>
      checker
        .getTypeAtLocation(declaration)
        .getProperties()
        .filter((property) => property.getDocumentationComment(checker).length === 0)
        .map((property) => `${property.parent?.name ?? declaration.name.text}.${property.name} has no text`),
    ),
  );
  return [...libraries, ...undocumented];
}
