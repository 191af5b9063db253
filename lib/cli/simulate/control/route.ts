import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Simulation } from '../simulation.js';
import { pathOf } from './access.js';
import { HttpError } from './http.js';
import { routesOf } from './routes.js';

/**
 * Answers a request to `/_relay/…`.
 *
 * @throws {HttpError} for a refused request
 */
export async function route(
  simulation: Simulation,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = request.url ?? '/';
  const pathname = pathOf(url);
  const found = routesOf(pathname.slice('/_relay/'.length));
  const chosen = found.find((each) => each.route.method === request.method);
  if (chosen === undefined) {
    const methods = found.map((each) => each.route.method).join(' or ');
    throw new HttpError(
      404,
      found.length === 0
        ? `There is no ${pathname}: docs/control.md lists what there is`
        : `${pathname} takes ${methods}, not ${request.method ?? ''}`,
    );
  }
  await chosen.route.run({
    simulation,
    request,
    response,
    names: chosen.names.map(decoded),
    query: new URLSearchParams(/\?([^#]*)/.exec(url)?.[1] ?? ''),
  });
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
