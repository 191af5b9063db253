import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const pages = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .map((name) => `docs/${name.replaceAll('\\', '/')}`)
    // What the site generates is not in the repository.
    .filter((name) => name.endsWith('.md') && !/^docs\/(api|\.vitepress)\//.test(name))
    .sort(),
];

/** A page's text without its code. */
const prose = (page: string): string =>
  readFileSync(page, 'utf8')
    .replace(/^```.*?^```$/gms, '')
    .replace(/`[^`\n]*`/g, (code) => code.replace(/[[\]()]/g, '_'));

const linksOf = (page: string): string[] =>
  [...prose(page).matchAll(/\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g)]
    .map(([, link, source]) => link ?? source ?? '')
    .filter((link) => !/^[a-z]+:/.test(link));

/** The anchors of a page's headings, as GitHub and VitePress both make them. */
const anchorsOf = (page: string): string[] =>
  readFileSync(page, 'utf8')
    .replace(/^```.*?^```$/gms, '')
    .split('\n')
    .filter((line) => /^#+ /.test(line))
    .map((line) =>
      line
        .replace(/^#+ /, '')
        .toLowerCase()
        .replace(/[^\w\s-]/g, '')
        .trim()
        .replace(/\s+/g, '-'),
    );

const { files } = JSON.parse(readFileSync('package.json', 'utf8')) as { files: string[] };
const patternOf = (glob: string): RegExp =>
  new RegExp(
    `^${glob
      .replaceAll('.', '\\.')
      .replaceAll('**/', '(.+/)?')
      .replace(/(?<!\))\*/g, '[^/]*')
      .replace(/\{([^}]*)\}/g, (_, names: string) => `(${names.replaceAll(',', '|')})`)}(/|$)`,
  );
const published = [
  'README.md',
  'LICENSE',
  'package.json',
  ...files.filter((entry) => !entry.startsWith('!')),
].map(patternOf);
const withheld = files.filter((entry) => entry.startsWith('!')).map((entry) => patternOf(entry.slice(1)));
const isPublished = (path: string): boolean =>
  published.some((pattern) => pattern.test(path)) && !withheld.some((pattern) => pattern.test(path));

describe('links of the documents', () => {
  it.each(pages)('%s leads to files and headings that exist', (page) => {
    const dead = linksOf(page).filter((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : normalize(join(dirname(page), path));
      if (!existsSync(target)) return true;
      return anchor !== undefined && !(statSync(target).isFile() && anchorsOf(target).includes(anchor));
    });

    expect(dead).toEqual([]);
  });

  it('of README.md lead to what is published with it', () => {
    const links = linksOf('README.md').map((link) => normalize(link.split('#')[0] ?? ''));

    expect(links.length).toBeGreaterThan(10);
    expect(links.filter((link) => !isPublished(link))).toEqual([]);
  });
});
