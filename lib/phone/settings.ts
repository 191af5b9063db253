import { distinctUntilChanged, map, skip, type Subscription } from 'rxjs';
import type { Change, Dialled, State } from './state.js';
import type { Store } from './store.js';

const KEY = 'relay-rx-phone';
type Settings = Pick<State, 'readAloud' | 'tones' | 'dialled'>;

/** Restores the settings from the browser's storage. */
export const restored: Change = (state) => {
  const { readAloud, tones, dialled } = read();
  return {
    ...state,
    readAloud: readAloud === true,
    tones: tones !== false,
    dialled: Array.isArray(dialled) ? (dialled as unknown[]).filter(isDialled) : [],
  };
};

/** Stores the settings and the dialled calls in the browser. */
export const keepSettings = ({ state$ }: Store): Subscription =>
  state$
    .pipe(
      map(({ readAloud, tones, dialled }) =>
        JSON.stringify({ readAloud, tones, dialled } satisfies Settings),
      ),
      distinctUntilChanged(),
      skip(1),
    )
    .subscribe((text) => {
      try {
        localStorage.setItem(KEY, text);
      } catch {
        // The browser does not allow storage for this page.
      }
    });

function read(): Readonly<Partial<Record<keyof Settings, unknown>>> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

const isDialled = (value: unknown): value is Dialled =>
  typeof value === 'object' &&
  value !== null &&
  ['from', 'to', 'context'].every((name) => typeof (value as Record<string, unknown>)[name] === 'string');
