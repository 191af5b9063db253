// The people to call on the simulator, and what each of them hears.
import type { CalleeOptions, Caller, Heard, RelaySimulator } from 'relay-rx/simulator';
import type { Line } from './log.js';

/** The behaviour of the people to call, by name. */
export type Cast = Readonly<Record<string, CalleeOptions & { readonly to: string }>>;

const worded = (heard: Heard): string => {
  switch (heard.kind) {
    case 'tts':
    case 'speech':
      return `"${heard.text}"`;
    case 'audio':
      return heard.url;
    case 'ringtone':
      return 'ringing';
    case 'silence':
      return 'silence';
  }
};

/** Prints what a person hears. */
export const overhear = (party: Caller, name: string, line: Line): void => {
  party.heard$.subscribe((heard) => line(name, 'hears', worded(heard)));
};

/** Prints what a person does. Keys may be secret. */
export const overhearActs = (party: Caller, name: string, line: Line): void => {
  party.acts$.subscribe((act) => {
    if ('press' in act) line(name, 'presses', '*');
    else if ('say' in act) line(name, 'says', `"${act.say}"`);
    else line(name, 'mumble' in act ? 'mumbles' : 'hangs up');
  });
};

/** Registers the cast on the simulator, and prints what each person hears. */
export const assign = (simulator: RelaySimulator, cast: Cast, line: Line): void => {
  const names = new Map(Object.entries(cast).map(([name, { to }]) => [to, name]));
  for (const behaviour of Object.values(cast)) simulator.callee(behaviour);
  simulator.dialled$.subscribe((callee) => overhear(callee, names.get(callee.to) ?? callee.to, line));
};
