/** A known problem of sockets, and its remedy. */
interface ConnectionHint {
  readonly codes: readonly string[];
  readonly what: string;
  readonly remedy: string;
}

const CHECK_HOST = 'check the option host (SIGNALWIRE_SPACE)';

const TABLE: readonly ConnectionHint[] = [
  {
    codes: [
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'SELF_SIGNED_CERT_IN_CHAIN',
      'UNABLE_TO_GET_ISSUER_CERT',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    ],
    what: "the server's certificate is not trusted",
    remedy:
      'give a PEM file with the certificate of its issuer as the option caFile (SIGNALWIRE_RELAY_CA_FILE)',
  },
  {
    codes: ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'],
    what: "the server's certificate has expired or is not valid yet",
    remedy: 'check the clock of this machine; otherwise the server has to renew its certificate',
  },
  {
    codes: ['ERR_TLS_CERT_ALTNAME_INVALID'],
    what: "the server's certificate is for another host",
    remedy: CHECK_HOST,
  },
  {
    codes: ['EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER'],
    what: 'the server does not speak TLS',
    remedy: 'check the options scheme and host',
  },
  { codes: ['ENOTFOUND'], what: 'there is no such host', remedy: CHECK_HOST },
  {
    codes: ['EAI_AGAIN'],
    what: 'the host name could not be resolved',
    remedy: `${CHECK_HOST} and the network of this machine`,
  },
  {
    codes: ['ECONNREFUSED'],
    what: 'nothing listens at this address',
    remedy: `${CHECK_HOST}, its port and the option scheme (SIGNALWIRE_RELAY_SCHEME)`,
  },
  {
    codes: ['EHOSTUNREACH', 'ENETUNREACH'],
    what: 'there is no network route to the host',
    remedy: `${CHECK_HOST} and the network of this machine`,
  },
];

/** Errors of ws where a bundler has replaced a part of it, or the whole, and what to do. No other attempt can do better. */
const BUNDLED: readonly (readonly [RegExp, string])[] = [
  [
    // The optional package bufferutil is an empty module then.
    /mask is not a function/,
    "a bundler has broken ws, the package that opens WebSockets: keep relay-rx out of the bundle, with serverExternalPackages: ['relay-rx'] in next.config for Next.js, or with `external` (`externals`) for other bundlers",
  ],
  [
    /^ws does not work in the browser/,
    "relay-rx runs in Node.js, and was loaded for a browser: import it in server code alone, with serverExternalPackages: ['relay-rx'] in next.config for Next.js; in Jest, with testEnvironment 'node'",
  ],
];

/** Explains an error that comes of how the program was bundled, and says what to do; undefined for any other. */
export function explainBundling({ message }: Error): string | undefined {
  const [, remedy] = BUNDLED.find(([pattern]) => pattern.test(message)) ?? [];
  return remedy && `${remedy} (${message.slice(0, 100)})`;
}

/** TLS alerts with which a server demands a client certificate, or rejects the one it was shown. */
const CLIENT_CERTIFICATE =
  /alert (certificate required|bad certificate|unsupported certificate|certificate (unknown|expired|revoked)|unknown ca|handshake failure)/i;

/** Explains why a socket failed and, if something can be done, what to do. */
export function explainSocketError(error: Error & { readonly code?: unknown }): string {
  const { code, message, name } = error;
  if (CLIENT_CERTIFICATE.test(message)) {
    const [alert] = CLIENT_CERTIFICATE.exec(message) ?? [];
    return `the server demands a client certificate, or rejects the one it was shown (${alert}): give PEM files as the options cert and key`;
  }
  const hint = TABLE.find(({ codes }) => codes.includes(String(code)));
  // An error for several addresses has no message.
  if (hint === undefined) return message !== '' ? message : typeof code === 'string' ? code : name;
  // OpenSSL's messages contain addresses and source files; only the reason is useful.
  const [, reason = message] = /:SSL routines:[^:]*:([^:]+)/.exec(message) ?? [];
  return `${hint.what} (${reason || String(code)}): ${hint.remedy}`;
}
