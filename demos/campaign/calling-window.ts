// The hours in which a contact may be called, in the contact's time zone.
import type { CallingWindow, Contact } from './contact.js';

const MINUTE = 60_000;
const DAY = 24 * 60;

const formats = new Map<string, Intl.DateTimeFormat>();

/** The minute of the day in a time zone, with its fraction. @throws a RangeError when there is no such time zone. */
export const minuteOfDay = (timeZone: string, time: number): number => {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      hourCycle: 'h23',
    });
    formats.set(timeZone, format);
  }
  const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
  const { hour = 0, minute = 0, second = 0 } = Object.fromEntries(parts);
  return hour * 60 + minute + (second * 1000 + (time % 1000)) / MINUTE;
};

const isOpen = ({ from, to }: CallingWindow, minute: number): boolean =>
  from < to ? minute >= from && minute < to : minute >= from || minute < to;

/**
 * How long until a contact may be called, in ms; 0 when the window is open. It is an hour off when the clocks change in
 * between, so it is computed again before every call.
 */
export const untilOpen = (
  { timeZone, window }: Pick<Contact, 'timeZone' | 'window'>,
  time: number,
): number => {
  const minute = minuteOfDay(timeZone, time);
  if (isOpen(window, minute)) return 0;
  return Math.ceil(((window.from - minute + DAY) % DAY) * MINUTE);
};

/** `09:30` as a minute of the day; 24:00 is the end of it. Undefined for anything else. */
export const readMinute = (text: string): number | undefined => {
  const [, hour, minute] = /^(\d{1,2}):(\d{2})$/.exec(text) ?? [];
  if (hour === undefined || minute === undefined) return undefined;
  const value = Number(hour) * 60 + Number(minute);
  return Number(minute) < 60 && value <= DAY ? value : undefined;
};
