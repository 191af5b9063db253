// Lints texts as if they stood in files: [{ file, text }] as JSON on stdin; on stdout the ids of the rules that each
// one breaks, and the names of the layers. Its own process: Jest's sandbox cannot load an ESM configuration.
import { text } from 'node:stream/consumers';
import { ESLint } from 'eslint';
import { layers } from '../eslint.config.js';

const eslint = new ESLint();
const broken = [];
for (const sample of JSON.parse(await text(process.stdin))) {
  const [result] = await eslint.lintText(sample.text, { filePath: sample.file });
  broken.push(result.messages.map(({ ruleId, message }) => ruleId ?? message));
}
console.log(JSON.stringify({ broken, layers: Object.keys(layers) }));
