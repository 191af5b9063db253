// Draws the diagrams of the guides: `npm run docs:diagrams`. spec/diagrams-spec.ts fails when one of them is not current.
import { writeFileSync } from 'node:fs';
import { draw } from './draw.js';
import { scenes } from './scenes.js';

for (const [name, scene] of Object.entries(scenes))
  writeFileSync(`docs/images/guides/${name}.svg`, draw(scene));
