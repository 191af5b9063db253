import { defineConfig } from 'vitepress';
import { serveLlms, writeLlms } from './llms.mjs';
import { repositoryLinks } from './repository-links.mjs';
import { pages, reference } from './sidebar.mjs';

/** Pages that are generated from code, and that a search for a topic should not find. */
const isGenerated = (path) => /^(api|source)\//.test(path);

export default defineConfig({
  title: 'relay-rx',
  description:
    'Reactive streams for SignalWire RELAY: phone calls, prompts and collected input as RxJS Observables',
  lang: 'en',
  cleanUrls: true,
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  // A link that leads nowhere fails the build.
  ignoreDeadLinks: false,
  markdown: {
    config: (md) => md.use(repositoryLinks),
    theme: { light: 'github-light', dark: 'github-dark' },
  },
  vite: { plugins: [serveLlms], build: { chunkSizeWarningLimit: 4000 } },
  buildEnd: ({ outDir }) => writeLlms(outDir),
  themeConfig: {
    nav: [
      { text: 'Start', link: '/getting-started' },
      { text: 'Guides', link: '/guides/' },
      { text: 'Reference', link: '/api/' },
    ],
    sidebar: { '/': pages, '/api/': reference() },
    outline: [2, 3],
    search: {
      provider: 'local',
      options: {
        _render: (source, env, md) => (isGenerated(env.relativePath) ? '' : md.render(source, env)),
      },
    },
  },
});
