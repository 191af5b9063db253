import { axisOf } from '../drawing/axis.js';
import { linesText, rulerOf } from '../drawing/ascii.js';
import type { Mark } from '../drawing/lane.js';
import { commandWords } from '../drawing/words.js';
import type { Difference } from './comparison.js';
import { groupOf, type RecordedCommand } from './recorded-steps.js';

/** A command and its time, in ms since the start of the recording. */
export interface ReplayedCommand {
  readonly at: number;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** The kind of a difference between a flow and its recording. */
export type MismatchKind =
  /** It sent another command or another param. */
  | 'different'
  /** It sent nothing where something had been sent. */
  | 'missing'
  /** It sent a command more. */
  | 'extra'
  /** It sent the command, and much sooner. */
  | 'early'
  /** It sent the same, and failed: a call that was hung up then is hung up now because its flow has a bug. */
  | 'failed';

/** The difference between the recorded and the sent command. */
export interface MismatchDetails {
  readonly kind: MismatchKind;
  /** The time in ms since the start of the recording. */
  readonly at: number;
  readonly recorded: ReplayedCommand | undefined;
  readonly sent: ReplayedCommand | undefined;
}

/** All recorded and all sent commands. */
export interface Both {
  readonly recorded: readonly ReplayedCommand[];
  readonly sent: readonly ReplayedCommand[];
}

/**
 * A flow differs from its recording. The message describes the first difference in words, and draws the recorded and
 * the sent commands. It is an Error, so that every test runner shows it.
 */
export class ReplayMismatchError extends Error implements MismatchDetails {
  readonly code = 'ERR_RELAY_REPLAY_MISMATCH';
  override readonly name = 'ReplayMismatchError';
  readonly kind: MismatchKind;
  readonly at: number;
  readonly recorded: ReplayedCommand | undefined;
  readonly sent: ReplayedCommand | undefined;

  /**
   * @param errors the errors reported on `errors$`, which often give the reason.
   * @param hint a further hint; may be empty.
   */
  constructor(
    details: MismatchDetails,
    difference: Difference | undefined,
    both: Both,
    errors: readonly Error[],
    hint: string,
  ) {
    const told = errors.map((error) => `\nReported on errors$: ${error.message}`).join('');
    super(`${wordsOf(details, difference)}${hint && `\n${hint}`}${told}\n\n${drawn(details, both)}`);
    this.kind = details.kind;
    this.at = details.at;
    this.recorded = details.recorded;
    this.sent = details.sent;
  }
}

/** A time in seconds, to tenths as in the drawing. */
const moment = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
const named = (value: unknown): string => (typeof value === 'string' ? `"${value}"` : JSON.stringify(value));
const said = ({ method, params }: RecordedCommand): string => commandWords(method, params);

function wordsOf({ kind, at, recorded, sent }: MismatchDetails, difference: Difference | undefined): string {
  const callId = groupOf(recorded ?? sent ?? { method: '', params: {} });
  const where = `At ${moment(at)}${callId === '' ? '' : ` on call ${callId}`}`;
  if (kind === 'failed') return `${where}: what was sent is the same, and now the flow failed`;
  if (recorded === undefined) return `${where}: one more command, now ${sent ? said(sent) : 'nothing'}`;
  if (sent === undefined) return `${where}: then ${said(recorded)}, now nothing was sent`;
  if (kind === 'early')
    return `${where}: ${said(sent)}, which then was not sent before ${moment(recorded.at)}`;
  if (difference === undefined || difference.path === '')
    return `${where}: then ${said(recorded)}, now ${said(sent)}`;
  const { path, then, now } = difference;
  const method = `${where}: then ${recorded.method}`;
  if (then === undefined) return `${method} without ${path}, now with ${named(now)}`;
  return `${method} with ${path} ${named(then)}, now ${now === undefined ? 'without' : named(now)}`;
}

const INDENT = 6;
const COLUMNS = 80;

/** The recorded commands above the sent ones, on one axis and with the same letters. The difference is marked. */
function drawn({ at, recorded, sent }: MismatchDetails, both: Both): string {
  const group = groupOf(recorded ?? sent ?? { method: '', params: {} });
  const marksOf = (commands: readonly ReplayedCommand[]): Mark[] =>
    commands
      .filter((command) => groupOf(command) === group)
      .map((command) => ({
        at: command.at,
        kind: 'command',
        meaning: said(command),
        word: command.method.replace(/^\w+\./, ''),
      }));
  const [then, now] = [marksOf(both.recorded), marksOf(both.sent)];
  const last = Math.max(at, ...[...then, ...now].map((mark) => mark.at));
  const axis = axisOf(last, COLUMNS);
  const [moments, ticks] = rulerOf(axis);
  const pad = ' '.repeat(INDENT);
  return [
    `${pad}${moments}`,
    `${pad}${ticks}`,
    ...linesText(
      [
        { label: 'then', marks: then },
        { label: 'now', marks: now, until: axis.column(at) },
      ],
      axis,
      INDENT,
      [`${' '.repeat(INDENT + axis.column(at))}^`],
    ),
  ].join('\n');
}
