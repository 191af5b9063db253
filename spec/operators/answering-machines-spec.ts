import { EMPTY, NEVER, concat, ignoreElements, map, of, timer, type Observable } from 'rxjs';
import { humanOr, leaveMessage, tts, type Call, type LeaveMessageOptions, type PlayEvent } from 'relay-rx';
import { callState, command, detection, playback } from 'relay-rx/testing';
import { held, marbles, run } from '../support/marbles.js';

const { runCaller } = marbles();

const SMALL_TALK = 'Do you have a minute?';
const MESSAGE = 'Please call us back.';

/** How a call went, from the app's side. */
const courtesy = (call: Call, options: LeaveMessageOptions = {}): Observable<string> =>
  humanOr(call, {
    human: () => call.play({ media: [tts(SMALL_TALK)] }).pipe(ignoreElements()),
    machine: () => leaveMessage(call, tts(MESSAGE), options).pipe(map(({ state }) => `left: ${state}`)),
    unknown: () => of('nobody'),
    detect: { timeout: 20 },
  });

const answered = (call: Call): Observable<never> => call.answer().pipe(ignoreElements());

const events = {
  h: detection('HUMAN'),
  m: detection('MACHINE'),
  r: detection('READY'),
  n: detection('NOT_READY'),
  u: detection('UNKNOWN'),
  x: detection('CED'),
  f: detection('finished'),
  e: detection('error'),
  E: callState('ended'),
};
const sent = {
  d: command('calling.detect', {
    detect: { type: 'machine', params: { detect_message_end: true, detect_interruptions: true } },
  }),
  s: command('calling.detect.stop'),
  p: command('calling.play'),
  q: command('calling.play.stop'),
};
const callEnded = expect.objectContaining({ name: 'CallEndedError' }) as Error;
const ends = { f: playback('finished') };

describe('humanOr, with a caller', () => {
  it('talks to a person', () => {
    runCaller(({ call, expectHeard, expectObservable }) => {
      expectHeard().toBe('1s p', { p: SMALL_TALK });
      expectObservable(concat(answered(call), courtesy(call))).toBe('3s |');
    });
  });

  it('leaves a message after a long greeting', () => {
    runCaller(
      ({ call, expectHeard, expectObservable }) => {
        // 30 words take 12 s; the message of 4 words 1.6 s.
        expectHeard().toBe('12s p', { p: MESSAGE });
        expectObservable(concat(answered(call), courtesy(call))).toBe('13600ms (x|)', {
          x: 'left: finished',
        });
      },
      { answeredBy: 'machine', greeting: 'word '.repeat(30) },
    );
  });

  it('leaves a message in time where no beep comes', () => {
    runCaller(
      ({ call, expectHeard, expectObservable }) => {
        expectHeard().toBe('6s p', { p: MESSAGE });
        const outcome$ = concat(answered(call), courtesy(call, { within: 5000 }));
        expectObservable(outcome$).toBe('7600ms (x|)', { x: 'left: finished' });
      },
      { answeredBy: 'machine', greeting: 'word '.repeat(30) },
    );
  });

  it('takes a fax for neither', () => {
    runCaller(
      ({ call, expectHeard, expectObservable }) => {
        expectHeard().toBe('');
        expectObservable(concat(answered(call), courtesy(call))).toBe('20s (x|)', { x: 'nobody' });
      },
      { answeredBy: 'fax' },
    );
  });

  it.each<[string, number, readonly [number, string][]]>([
    ['while it listens who is there', 0.5, []],
    ['in the greeting', 3, []],
    ['in the message', 12.5, [[12, MESSAGE]]],
  ])('does not take somebody who hangs up %s for voicemail', (_, seconds, heard) => {
    runCaller(
      ({ call, caller, expectHeard, expectObservable }) => {
        caller(`${seconds * 1000}ms |`);
        expectHeard().toBe(heard.map(([at]) => `${at}s p`).join(''), { p: MESSAGE });
        expectObservable(concat(answered(call), courtesy(call))).toBe(`${seconds * 1000}ms #`, {}, callEnded);
      },
      { answeredBy: 'machine', greeting: 'word '.repeat(30) },
    );
  });
});

describe('humanOr', () => {
  const flows = {
    human: () => of('human'),
    machine: () => of('machine'),
    unknown: () => of('unknown'),
  };

  it.each<[string, string, string, string]>([
    ['HUMAN', '--h', 'human', 'd-s'],
    ['MACHINE', '--m', 'machine', 'd-s'],
    ['READY alone', '--r', 'machine', 'd-s'],
    ['UNKNOWN', '--u', 'unknown', 'd-s'],
    ['a fax', '--x', 'unknown', 'd-s'],
    ['nothing', '--f', 'unknown', 'd--'],
    ['an error of the detector', '--e', 'unknown', 'd--'],
  ])('goes on with the flow for %s', (_, relayed, found, commands) => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events(relayed, events);
      expectObservable(humanOr(call, flows)).toBe('--(x|)', { x: found });
      expectCommands().toBe(commands, sent);
    });
  });

  it('treats the unknown as a person unless it says otherwise', () => {
    run(({ call, relay, expectObservable }) => {
      relay.events('--u', events);
      expectObservable(humanOr(call, { human: flows.human, machine: flows.machine })).toBe('--(x|)', {
        x: 'human',
      });
    });
  });

  it('stops the detector before the flow for a person begins', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('--h-f', { ...events, ...ends });
      const each$ = humanOr(call, { ...flows, human: () => call.play({ media: [tts(SMALL_TALK)] }) });
      expectObservable(each$.pipe(map((event) => (event as PlayEvent).state))).toBe('----(f|)', {
        f: 'finished',
      });
      expectCommands().toBe('d-(sp)', sent);
    });
  });

  it('keeps the detector beside the flow for a machine, and stops it after that', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('--m', events);
      expectObservable(humanOr(call, { ...flows, machine: () => timer(3) })).toBe('-----(x|)', { x: 0 });
      expectCommands().toBe('d----s', sent);
    });
  });

  it('stops the detector when it is unsubscribed, and holds nothing', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      const before = held(call);
      relay.events('--m', events);
      expectObservable(humanOr(call, { ...flows, machine: () => NEVER }), '^----!').toBe('-----');
      expectCommands().toBe('d----s', sent);
      expectObservable(timer(8).pipe(map(() => held(call)))).toBe('8ms (x|)', { x: before });
    });
  });

  it('fails with the error of its flow', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('--h', events);
      const failing = () => {
        throw new Error('theirs');
      };
      expectObservable(humanOr(call, { ...flows, human: failing })).toBe('--#', {}, new Error('theirs'));
      expectCommands().toBe('d-s', sent);
    });
  });

  it.each<[unknown, string]>([
    [{ human: () => EMPTY }, 'humanOr.machine is required'],
    [{ human: EMPTY, machine: () => EMPTY }, 'humanOr.human must be a function'],
    [{ ...flows, detect: { timeout: -1 } }, 'detectAnsweringMachine.timeout must be'],
    [{ ...flows, fax: () => EMPTY }, 'humanOr.fax is not an option'],
  ])('throws at once for %p', (config, message) => {
    run(({ call, expectCommands }) => {
      expect(() => humanOr(call, config as typeof flows)).toThrow(message);
      expectCommands().toBe('');
    });
  });
});

describe('leaveMessage', () => {
  const leave = (call: Call, options?: LeaveMessageOptions) =>
    leaveMessage(call, tts(MESSAGE), options).pipe(map(({ state }) => state));
  const all = { ...events, ...ends, f: playback('finished'), g: playback('playing') };
  const left = { x: 'finished' };

  it('starts a detector of its own, plays at READY, emits the end of that once and stops the detector', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      const before = held(call);
      relay.events('-m--rg---f', all);
      expectObservable(leave(call)).toBe('---------(x|)', left);
      expectCommands().toBe('d---p----s', sent);
      expectObservable(timer(20).pipe(map(() => held(call)))).toBe('20ms (x|)', { x: before });
    });
  });

  it('joins the detector of humanOr, also when the machine was ready before', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-m-r----f', all);
      const found$ = humanOr(call, {
        human: () => EMPTY,
        machine: () => concat(timer(5).pipe(ignoreElements()), leave(call)),
      });
      expectObservable(found$).toBe('--------(x|)', left);
      expectCommands().toBe('d-----p-s', sent);
    });
  });

  it('begins again after a beep that was not the last', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-m-r--n--r--f', all);
      expectObservable(leave(call)).toBe('------------(x|)', left);
      expectCommands().toBe('d--p--q--p--s', sent);
    });
  });

  it('begins again at a second beep', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-m-r--r----f', all);
      expectObservable(leave(call)).toBe('-----------(x|)', left);
      expectCommands().toBe('d--p--(qp)-s', sent);
    });
  });

  it('plays after so many ms without a beep, and begins again at a beep after all', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-m-------r----f', all);
      expectObservable(leave(call, { within: 5 })).toBe('--------------(x|)', left);
      expectCommands().toBe('d----p---(qp)-s', sent);
    });
  });

  it('is as patient again after a beep that was not the last', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-mr--n-m----f', all);
      expectObservable(leave(call, { within: 5 })).toBe('------------(x|)', left);
      expectCommands().toBe('d-p--q----p-s', sent);
    });
  });

  it('speaks to a person at once, and at once without patience', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-h--f', all);
      expectObservable(leave(call)).toBe('----(x|)', left);
      expectCommands().toBe('dp--s', sent);
    });
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('----f', all);
      expectObservable(leave(call, { within: 0 })).toBe('----(x|)', left);
      expectCommands().toBe('(dp)s', sent);
    });
  });

  it('waits on when the detector is finished, and plays in time', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-m-z-------f', { ...all, z: detection('finished') });
      expectObservable(leave(call, { within: 6 })).toBe('-----------(x|)', left);
      expectCommands().toBe('d-----p', sent);
    });
  });

  it.each<[string, string, string]>([
    ['before the beep', '-m-E', '---#'],
    ['in the message', '-m-r--E', '------#'],
    ['between two beeps', '-m-r-n-E', '-------#'],
    ['after the detector was finished', '-m-z-E', '-----#'],
  ])('fails with CallEndedError when the call ends %s', (_, relayed, expected) => {
    run(({ call, relay, expectObservable }) => {
      relay.events(relayed, { ...all, z: detection('finished') });
      expectObservable(leave(call, { within: Infinity })).toBe(expected, {}, callEnded);
    });
  });

  it('fails with PlaybackError, and has left nothing, when RELAY cannot play the message', () => {
    run(({ call, client, relay, expectObservable, expectCommands }) => {
      client.errors$.subscribe();
      relay.events('-m-r--b', { ...all, b: playback('error') });
      const failed = expect.objectContaining({ name: 'PlaybackError' }) as Error;
      expectObservable(leave(call)).toBe('------#', {}, failed);
      expectCommands().toBe('d--p--s', sent);
    });
  });

  it('stops message and detector when it is unsubscribed', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-m-r', all);
      expectObservable(leave(call), '^----!').toBe('-----');
      expectCommands().toBe('d--p-(qs)', sent);
    });
  });

  it('plays several media', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('r---f', all);
      const media = [tts('Hello.'), tts(MESSAGE)];
      expectObservable(leaveMessage(call, media).pipe(ignoreElements())).toBe('----|');
      const play = command('calling.play', {
        play: [
          { type: 'tts', params: { text: 'Hello.' } },
          { type: 'tts', params: { text: MESSAGE } },
        ],
      });
      expectCommands().toBe('(dp)s', { ...sent, p: play });
    });
  });

  it.each<[unknown, unknown, string]>([
    [undefined, {}, 'leaveMessage.media'],
    [[], {}, 'leaveMessage.media must be a list of at least 1'],
    [tts(MESSAGE), { within: -1 }, 'leaveMessage.within must be'],
    [tts(MESSAGE), { beep: true }, 'leaveMessage.beep is not an option'],
  ])('throws at once for %p, %p', (media, options, message) => {
    run(({ call, expectCommands }) => {
      expect(() => leaveMessage(call, media as [], options as LeaveMessageOptions)).toThrow(message);
      expectCommands().toBe('');
    });
  });
});
