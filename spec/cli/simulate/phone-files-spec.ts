import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { PhoneFiles } from '../../../lib/cli/simulate/phone-files.js';

describe('the script of the web phone, which is published compressed', () => {
  const SCRIPT = 'document.title = "a call";';
  const folder = mkdtempSync(join(tmpdir(), 'relay-rx-phone-'));
  writeFileSync(join(folder, 'phone.js.gz'), gzipSync(SCRIPT));
  const files = new PhoneFiles(pathToFileURL(`${folder}/`));
  const server = createServer((_request, response) => void files.send('/phone.js', response));

  const load = async (
    headers: Record<string, string>,
  ): Promise<{ response: IncomingMessage; body: Buffer }> => {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const { port } = server.address() as AddressInfo;
      get({ port, path: '/phone.js', headers }, resolve).on('error', reject);
    });
    return { response, body: await buffer(response) };
  };

  beforeAll((done) => void server.listen(0, '127.0.0.1', done));
  afterAll((done) => {
    rmSync(folder, { recursive: true });
    server.close(done);
  });

  it('is sent compressed to a browser', async () => {
    const { response, body } = await load({ 'accept-encoding': 'gzip, deflate, br' });
    expect(response.headers).toMatchObject({
      'content-encoding': 'gzip',
      'content-type': 'text/javascript; charset=utf-8',
      vary: 'accept-encoding',
    });
    expect(String(gunzipSync(body))).toBe(SCRIPT);
  });

  it('is sent plain to a client that does not ask for gzip', async () => {
    const { response, body } = await load({});
    expect(response.headers).not.toHaveProperty('content-encoding');
    expect(response.headers['content-length']).toBe(String(SCRIPT.length));
    expect(String(body)).toBe(SCRIPT);
  });
});
