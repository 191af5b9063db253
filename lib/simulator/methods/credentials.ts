import * as t from 'io-ts';

import type { EngineParts } from '../engine/engine-parts.js';
import { Text } from '../wire/types.js';

/** The credentials that a client sends. */
export const Credentials = t.partial(
  { project: Text, token: Text, jwt_token: Text },
  'an object with credentials',
);

export const isAuthentic = ({ settings }: EngineParts, credentials: t.TypeOf<typeof Credentials>): boolean =>
  credentials.jwt_token === undefined
    ? credentials.project === settings.project && credentials.token === settings.token
    : credentials.jwt_token === settings.jwtToken;
