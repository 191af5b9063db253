// llms.txt, the list of pages for language models, and each page as the Markdown that it is written in.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pages } from './sidebar.mjs';

const docs = fileURLToPath(new URL('../', import.meta.url));
const readme = join(docs, '..', 'README.md');

/** The Markdown file of a page, from its link. */
const fileOf = (link) =>
  link === '/' ? 'README.md' : `${link.slice(1)}${link.endsWith('/') ? 'index' : ''}.md`;
const pathOf = (file) => (file === 'README.md' ? readme : join(docs, file));

const paragraphs = (file) => readFileSync(pathOf(file), 'utf8').split('\n\n');

/** What a page is about: its first paragraph, without links. */
const summaryOf = (file) =>
  (paragraphs(file).find((each) => /^[A-Za-z`*[]/.test(each)) ?? '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll('\n', ' ')
    .replace(/:$/, '.');

export const llmsText = () =>
  [
    '# relay-rx',
    `> ${summaryOf('README.md')}`,
    ...pages.flatMap(({ text, items }) => [
      `## ${text}`,
      items
        .map((page) => ({ ...page, file: fileOf(page.link) }))
        .map(({ text, file }) => `- [${text}](/${file}): ${summaryOf(file)}`)
        .join('\n'),
    ]),
  ].join('\n\n') + '\n';

/** Writes llms.txt and the pages that it names beside the site. */
export function writeLlms(outDir) {
  writeFileSync(join(outDir, 'llms.txt'), llmsText());
  for (const file of pages.flatMap(({ items }) => items).map(({ link }) => fileOf(link))) {
    mkdirSync(dirname(join(outDir, file)), { recursive: true });
    copyFileSync(pathOf(file), join(outDir, file));
  }
}

/** For the development server. */
export const serveLlms = {
  name: 'llms.txt',
  configureServer(server) {
    server.middlewares.use('/llms.txt', (_request, response) => {
      response.setHeader('Content-Type', 'text/plain; charset=utf-8');
      response.end(llmsText());
    });
  },
};
