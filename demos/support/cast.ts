// Who is called on the simulator, and what everybody there hears.
import type { CalleeOptions, Caller, Heard, RelaySimulator } from 'relay-rx/simulator';
import type { Line } from './log.js';

/** How those behave who are called, by their names. */
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

/** Tells what somebody hears. */
export const overhear = (party: Caller, name: string, line: Line): void => {
  party.heard$.subscribe((heard) => line(name, 'hears', worded(heard)));
};

/** Reports what somebody does. Keys may be secret. */
export const overhearActs = (party: Caller, name: string, line: Line): void => {
  party.acts$.subscribe((act) => {
    if ('press' in act) line(name, 'presses', '*');
    else if ('say' in act) line(name, 'says', `"${act.say}"`);
    else line(name, 'mumble' in act ? 'mumbles' : 'hangs up');
  });
};

/** Has the cast behave as it says, and tells what each of them hears. */
export const assign = (simulator: RelaySimulator, cast: Cast, line: Line): void => {
  const names = new Map(Object.entries(cast).map(([name, { to }]) => [to, name]));
  for (const behaviour of Object.values(cast)) simulator.callee(behaviour);
  simulator.dialled$.subscribe((callee) => overhear(callee, names.get(callee.to) ?? callee.to, line));
};
