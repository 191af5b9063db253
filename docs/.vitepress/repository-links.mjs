// Links of the pages that lead out of docs/: on the site, the files that they name are pages under /source.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** README.md is the first page of the site, and its links start at the root of the repository. */
const HOME = 'index.md';

const textOf = (file) => readFileSync(`${root}${file}`, 'utf8');
const isAbsolute = (href) => /^([a-z]+:|\/|#)/.test(href);

const isFolder = (file) => statSync(`${root}${file}`).isDirectory();

/** A page of the site for a file of the repository. */
const pageOf = (file) => `/source/${slugOf(file)}`;
const slugOf = (file) => file.replaceAll('.', '-');

/** Where a link leads, from the root of the repository. */
const targetOf = (folder, href) => posix.normalize(posix.join(folder, href.split('#')[0])).replace(/\/$/, '');

/** A link as it must be on the site. */
function onSite(folder, href) {
  if (isAbsolute(href) || href === '') return href;
  const target = targetOf(folder, href);
  // Figures of a benchmark are there once it has run.
  if (!target.startsWith('docs/') && !existsSync(`${root}${target}`)) return '#';
  const [, anchor] = href.split('#');
  const page = target.startsWith('docs/') ? `/${target.slice('docs/'.length)}` : pageOf(target);
  return anchor === undefined ? page : `${page}#${anchor}`;
}

/** The folder of the file that a page's text comes from. */
const folderOf = (page) => {
  if (page === HOME) return '.';
  const [, slug] = /^source\/(.*)\.md$/.exec(page) ?? [];
  const source = slug === undefined ? undefined : sourceFiles().find((file) => slugOf(file) === slug);
  return posix.dirname(source ?? `docs/${page}`);
};

/** For markdown-it: every link of a page leads to a page of the site. */
export function repositoryLinks(md) {
  md.core.ruler.push('repository-links', ({ tokens, env }) => {
    const page = env.relativePath ?? '';
    if (page.startsWith('api/')) return;
    const folder = folderOf(page);
    showFiles(tokens, folder);
    for (const token of tokens.flatMap((each) => [each, ...(each.children ?? [])])) {
      if (token.type === 'link_open') token.attrSet('href', onSite(folder, token.attrGet('href')));
      else if (token.type === 'image') token.attrSet('src', imageOnSite(page, folder, token.attrGet('src')));
      else if (token.type === 'html_block') token.content = picturesOnSite(page, folder, token.content);
    }
  });
}

/** A paragraph that is only a link to a file of code is followed by the file. */
function showFiles(tokens, folder) {
  for (let index = tokens.length - 1; index >= 2; index -= 1) {
    const [open, inline, close] = tokens.slice(index - 2, index + 1);
    const [link, text, end] = inline.children ?? [];
    if (open.type !== 'paragraph_open' || close.type !== 'paragraph_close') continue;
    if (inline.children?.length !== 3 || link?.type !== 'link_open' || end?.type !== 'link_close') continue;
    const file = targetOf(folder, link.attrGet('href'));
    const [, language] = /\.m?(ts|js)$/.exec(file) ?? [];
    if (language === undefined || text.content !== file) continue;
    const fence = new close.constructor('fence', 'code', 0);
    Object.assign(fence, { info: language, content: textOf(file), markup: '```', block: true });
    tokens.splice(index + 1, 0, fence);
  }
}

/** Pictures stay relative to their page, so that they are bundled. */
const imageOnSite = (page, folder, src) => {
  if (isAbsolute(src)) return src;
  const relative = posix.relative(posix.join('docs', posix.dirname(page)), targetOf(folder, src));
  return relative.startsWith('.') ? relative : `./${relative}`;
};

/** A picture with a dark and a light image: the site has a switch, where elsewhere the system decides. */
const picturesOnSite = (page, folder, html) =>
  html.replace(
    /<picture>\s*<source[^>]*srcset="([^"]+)"[^>]*>\s*<img([^>]*)src="([^"]+)"([^>]*)>\s*<\/picture>/g,
    (_, dark, before, light, after) =>
      [
        ['dark-only', dark],
        ['light-only', light],
      ]
        .map(([name, src]) => `<img class="${name}"${before}src="${imageOnSite(page, folder, src)}"${after}>`)
        .join(''),
  );

let found;

/** The files outside of docs/ that a page links to. */
export function sourceFiles() {
  if (found !== undefined) return found;
  const pages = readdirSync(`${root}docs`, { recursive: true, encoding: 'utf8' })
    .map((name) => `docs/${name.replaceAll('\\', '/')}`)
    .filter((name) => name.endsWith('.md') && !/^docs\/(api|source|\.vitepress)\//.test(name));
  const files = new Set();
  const queue = ['README.md', ...pages];
  for (let page = queue.shift(); page !== undefined; page = queue.shift()) {
    for (const [, href] of textOf(page)
      .replace(/^```.*?^```$/gms, '')
      .matchAll(/\]\(([^)\s]+)\)/g)) {
      if (isAbsolute(href)) continue;
      const target = targetOf(posix.dirname(page), href);
      if (target.startsWith('docs/') || files.has(target) || !existsSync(`${root}${target}`)) continue;
      files.add(target);
      if (target.endsWith('.md')) queue.push(target);
      for (const name of isFolder(target) ? readdirSync(`${root}${target}`) : []) {
        const file = posix.join(target, name);
        if (!isFolder(file)) files.add(file);
      }
    }
  }
  found = [...files].sort();
  return found;
}

/** The pages under /source, for VitePress: Markdown as it is, and anything else as code. */
export const sourcePages = () =>
  sourceFiles().map((file) => ({ params: { file: slugOf(file) }, content: contentOf(file) }));

function contentOf(file) {
  if (isFolder(file)) {
    const inside = sourceFiles().filter((each) => posix.dirname(each) === posix.normalize(`${file}/.`));
    return `# ${file}\n\n${inside.map((each) => `- [${posix.basename(each)}](${pageOf(each)})`).join('\n')}\n`;
  }
  const text = textOf(file);
  if (file.endsWith('.md') || file === 'LICENSE') return text;
  return `# ${file}\n\n\`\`\`\`${file.split('.').at(-1).replace('mjs', 'js')}\n${text}\n\`\`\`\`\n`;
}
