import { X509Certificate, createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { invalid } from '../protocol/options/schema.js';

/**
 * Reads a PEM bundle of certificates. Each is parsed: Node accepts a file that is no bundle, and then trusts no server.
 *
 * @param name the option or variable that names the file, for the error.
 */
export const readBundle = (name: string, file: string): string =>
  readPem(name, file, 'a file that can be read, with certificates in PEM form', checkCertificates);

/** Reads a certificate and its private key, in PEM form, and checks that they belong together. */
export function readKeyPair(
  cert: { readonly name: string; readonly file: string },
  key: { readonly name: string; readonly file: string },
): { readonly cert: string; readonly key: string } {
  const certificate = readBundle(cert.name, cert.file);
  const expected = `a file that can be read, with the private key of ${cert.name} in PEM form, without a passphrase`;
  const privateKey = readPem(key.name, key.file, expected, (pem) => {
    if (!new X509Certificate(certificate).checkPrivateKey(createPrivateKey(pem)))
      throw new Error('The private key belongs to another certificate');
  });
  return { cert: certificate, key: privateKey };
}

/** Reads and checks a file. Errors never show its content. */
function readPem(name: string, file: string, expected: string, check: (pem: string) => void): string {
  try {
    const pem = readFileSync(file, 'utf8');
    check(pem);
    return pem;
  } catch (cause) {
    const error = invalid(name, expected, file);
    const { code, syscall } = cause as NodeJS.ErrnoException;
    if (syscall !== undefined) error.message += ` (${code})`;
    error.cause = cause;
    throw error;
  }
}

function checkCertificates(pem: string): void {
  for (const certificate of pem.match(CERTIFICATE) ?? ['']) new X509Certificate(certificate);
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs;
