import { X509Certificate, createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { SocketOptions } from '../connection/socket.js';
import { invalid, mistyped } from '../protocol/options/schema.js';

const WHERE = 'RelayClient';

/** A file that is no bundle would be accepted without an error, and then no server trusted. */
export const readBundle = (file: string): string =>
  readPem(file, `${WHERE}.caFile (SIGNALWIRE_RELAY_CA_FILE)`, CERTIFICATES, checkCertificates);

/** The certificate and the key that the server is shown: each is of no use without the other. */
export function clientCertificate(
  certFile: string | undefined,
  keyFile: string | undefined,
): Pick<SocketOptions, 'cert' | 'key'> {
  if (certFile === undefined && keyFile === undefined) return {};
  if (certFile === undefined) throw mistyped(`${WHERE}.cert`, 'is missing: key is of no use without it');
  if (keyFile === undefined) throw mistyped(`${WHERE}.key`, 'is missing: cert is of no use without it');
  const cert = readPem(certFile, `${WHERE}.cert`, CERTIFICATES, checkCertificates);
  const expected = 'a file that can be read, with the private key of cert in PEM form, without a passphrase';
  const key = readPem(keyFile, `${WHERE}.key`, expected, (pem) => {
    if (!new X509Certificate(cert).checkPrivateKey(createPrivateKey(pem))) throw new Error('another key');
  });
  return { cert, key };
}

/** Reads a file, whose content errors never show. */
function readPem(file: string, path: string, expected: string, check: (pem: string) => void): string {
  try {
    const pem = readFileSync(file, 'utf8');
    check(pem);
    return pem;
  } catch (cause) {
    const error = invalid(path, expected, file);
    error.cause = cause;
    throw error;
  }
}

const CERTIFICATES = 'a file that can be read, with certificates in PEM form';

function checkCertificates(pem: string): void {
  for (const certificate of pem.match(CERTIFICATE) ?? ['']) new X509Certificate(certificate);
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs;
