import { readFileSync, readdirSync } from 'node:fs';
import { draw } from '../tools/diagrams/draw.js';
import { scenes } from '../tools/diagrams/scenes.js';

describe('the diagrams of the guides', () => {
  it.each(Object.entries(scenes))('%s is what happens today', (name, scene) => {
    // When this fails: npm run docs:diagrams
    expect(draw(scene)).toBe(readFileSync(`docs/images/guides/${name}.svg`, 'utf8'));
  });

  it('are one for each guide', () => {
    const guides = readdirSync('docs/guides')
      .filter((name) => name !== 'index.md')
      .map((name) => name.replace('.md', ''));

    expect(Object.keys(scenes).sort()).toEqual(guides.sort());
  });
});
