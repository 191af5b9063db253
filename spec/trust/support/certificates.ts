import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate that signed itself, and the key that goes with it. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
  /** A PEM file with the certificate: whoever trusts that trusts the server. */
  readonly file: string;
}

export interface Certified {
  /** Whose it is, as openssl writes it: `IP:127.0.0.1`, `DNS:relay.test`. */
  readonly name: string;
  /** The last day that it is good for, YYMMDD: of this century up to 49. */
  readonly until: string;
}

const CONFIG = `
[ca]
default_ca = self
[self]
database = index.txt
serial = serial
new_certs_dir = .
default_md = sha256
policy = any
[any]
commonName = supplied
[req]
distinguished_name = whom
[whom]
[extensions]
basicConstraints = CA:TRUE
subjectAltName = \${ENV::NAME}
`;

/** Makes certificates with openssl, in a directory that `remove` takes away. */
export function certificates(): { make(certified: Certified): Certificate; remove(): void } {
  const directory = mkdtempSync(join(tmpdir(), 'relay-rx-certificates-'));
  let count = 0;
  const make = ({ name, until }: Certified): Certificate => {
    const id = (count += 1);
    const path = (file: string): string => join(directory, `${id}.${file}`);
    const [key, request, file] = [path('key'), path('csr'), path('pem')];
    writeFileSync(join(directory, 'openssl.cnf'), CONFIG);
    writeFileSync(join(directory, 'index.txt'), '');
    writeFileSync(join(directory, 'serial'), '01\n');
    const openssl = (...args: readonly string[]): Buffer =>
      execFileSync('openssl', args, {
        cwd: directory,
        env: { ...process.env, NAME: name },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
    openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', key);
    openssl('req', '-new', '-config', 'openssl.cnf', '-key', key, '-out', request, '-subj', '/CN=relay');
    // `ca` is the one way of all versions of openssl to give the dates themselves.
    openssl(
      'ca',
      '-batch',
      '-selfsign',
      '-config',
      'openssl.cnf',
      '-extensions',
      'extensions',
      '-notext',
      '-keyfile',
      key,
      '-in',
      request,
      '-out',
      file,
      '-startdate',
      '200101000000Z',
      '-enddate',
      `${until}000000Z`,
    );
    return { cert: readFileSync(file, 'utf8'), key: readFileSync(key, 'utf8'), file };
  };
  return { make, remove: () => rmSync(directory, { recursive: true }) };
}
