// The wish of each caller, the keys for it, and what the caller should hear.
import type { CallerStep } from 'relay-rx/simulator';

export const MENU = 'Press 1 for sales, 2 for support.';
export const SORRY = 'Sorry? Press 1 for sales, 2 for support.';
export const ANSWERS = { 1: 'Sales is open until six.', 2: 'Support is there day and night.' } as const;

export interface CallerPlan {
  readonly script: readonly CallerStep[];
  /** The texts that the caller should hear, in order. After them the app hangs up. */
  readonly heard: readonly string[];
}

const press = (key: string, reaction: number): readonly CallerStep[] => [
  { hear: 'Press 1' },
  { wait: reaction },
  { press: key },
];

/** One in ten presses a key that is not in the menu first; nobody is quite as fast as the one before. */
export const callerPlan = (number: number): CallerPlan => {
  const reaction = 600 + (number % 7) * 100;
  const department = number % 2 === 0 ? 1 : 2;
  const slips = number % 10 === 7;
  const choice = press(String(department), reaction);
  return slips
    ? { script: [...press('9', reaction), ...choice], heard: [MENU, SORRY, ANSWERS[department]] }
    : { script: choice, heard: [MENU, ANSWERS[department]] };
};
