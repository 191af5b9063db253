// Looks for phrasings that are not used here, in the documents and in comments and strings of lib/ and of the flows that the guides show.
// Part of `npm run lint`.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { check } from './check.js';

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(
    (name) => `${folder}/${name.replaceAll('\\', '/')}`,
  );

const files = [
  ...['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', 'bench/README.md'],
  ...['docs', 'lib', 'demos/flows', 'demos/guides'].flatMap(filesUnder),
].filter(
  (file) => /\.(md|ts)$/.test(file) && !/^docs\/(api|source|\.vitepress)\//.test(file) && existsSync(file),
);

let count = 0;
for (const file of files) {
  for (const { line, found, instead } of check(file, readFileSync(file, 'utf8'))) {
    console.error(`${file}:${line}: '${found}': ${instead}`);
    count += 1;
  }
}
if (count > 0) {
  console.error(`${count} phrasings that are not used here: see tools/plain-english/phrasings.ts`);
  process.exitCode = 1;
}
