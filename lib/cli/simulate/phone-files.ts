import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { HttpError } from './control/http.js';

/** The files of the page. No other file of the folder is served. */
const FILES: Readonly<Record<string, readonly [file: string, type: string]>> = {
  '/': ['index.html', 'text/html; charset=utf-8'],
  '/phone.js': ['phone.js.gz', 'text/javascript; charset=utf-8'],
  '/phone.css': ['phone.css', 'text/css; charset=utf-8'],
  '/favicon.svg': ['favicon.svg', 'image/svg+xml'],
};

/** The built web phone. */
export class PhoneFiles {
  readonly #folder: URL;

  constructor(folder: URL) {
    this.#folder = folder;
  }

  async send(path: string, response: ServerResponse): Promise<void> {
    const known = Object.hasOwn(FILES, path) ? FILES[path] : undefined;
    if (known === undefined)
      throw new HttpError(
        404,
        `There is no ${path}: the web phone is at /, the control interface under /_relay/`,
      );
    const [file, type] = known;
    const content = await readFile(new URL(file, this.#folder)).catch(() => {
      throw new HttpError(
        404,
        'The web phone is not built: npm run phone builds it and starts the simulator, and npm run build builds it',
      );
    });
    const sent = file.endsWith('.gz') ? compressed(content, response) : content;
    response
      .writeHead(200, { 'content-type': type, 'content-length': sent.length, 'cache-control': 'no-cache' })
      .end(sent);
  }
}

/** Content that is stored compressed; it is decompressed for a client that does not accept gzip. */
function compressed(content: Buffer, response: ServerResponse): Buffer {
  response.setHeader('vary', 'accept-encoding');
  if (!/\bgzip\b/.test(response.req.headers['accept-encoding'] ?? '')) return gunzipSync(content);
  response.setHeader('content-encoding', 'gzip');
  return content;
}
