// Run by the suite, and written as a test of your own would be, with jest.
import { relayMarbles } from 'relay-rx/testing';
import { NEVER, filter, map, mergeMap, timer, type Observable } from 'rxjs';
import { callBack, waitingLine, type WaitingLine } from './waiting-line.js';

const { runCaller } = relayMarbles((actual, expected) => expect(actual).toStrictEqual(expected), {
  strict: true,
});

const AGENT = '+15550102';

/** A line in which the caller moves up each time that the place is asked for. */
const newLine = (agent$: Observable<string>) => {
  let place = 3;
  const kept: string[] = [];
  const line: WaitingLine = {
    placeOf: () => place--,
    agentFor: () => agent$,
    keepPlace: (number) => kept.push(number),
  };
  return { line, kept };
};
const agentAfter = (ms: number): Observable<string> => timer(ms).pipe(map(() => AGENT));

it('announces the place every 20 seconds, until an agent is free', () => {
  const { line } = newLine(agentAfter(35_000));
  runCaller(({ simulator, expectFlow, expectDialogue }) => {
    simulator.callee({
      to: AGENT,
      after: 3000,
      script: [{ wait: 2000 }, { say: 'how can I help' }, { wait: 10_000 }, { hangUp: true }],
    });
    expectFlow((call) => waitingLine(call, line));
    expectDialogue([
      { heard: 'You are number 3' },
      { heard: 'waiting.mp3' },
      { heard: 'You are number 2' },
      { heard: 'waiting.mp3' },
      { heard: 'how can I help' },
      { ended: 'hangup' },
    ]);
  });
});

it('keeps the place of a caller who asks to be called back', () => {
  const { line, kept } = newLine(NEVER);
  runCaller(
    ({ caller, expectFlow, expectDialogue }) => {
      caller.onHearing('You are number 2', '2s 1');
      expectFlow((call) => waitingLine(call, line));
      expectDialogue([
        { heard: 'You are number 3' },
        { heard: 'waiting.mp3' },
        { heard: 'You are number 2' },
        { pressed: '1' },
        { heard: 'We will call you back' },
        { ended: 'hangup' },
      ]);
    },
    { from: '+15550177' },
  );
  expect(kept).toEqual(['+15550177']);
});

it('apologises when the agent does not answer after all', () => {
  const { line } = newLine(agentAfter(10_000));
  runCaller(({ simulator, expectFlow, expectDialogue }) => {
    simulator.callee({ to: AGENT, answer: 'noAnswer' });
    expectFlow((call) => waitingLine(call, line));
    expectDialogue([
      { heard: 'You are number 3' },
      { heard: 'waiting.mp3' },
      { heard: 'Nobody is free' },
      { ended: 'hangup' },
    ]);
  });
});

it('calls back, and connects with the agent', () => {
  const heard: string[] = [];
  runCaller(({ client, simulator }) => {
    simulator.callee({ to: '+15550177' });
    simulator.callee({
      to: AGENT,
      script: [{ wait: 1000 }, { say: 'how can I help' }, { wait: 4000 }, { hangUp: true }],
    });
    simulator.dialled$
      .pipe(
        filter(({ to }) => to === '+15550177'),
        mergeMap((callee) => callee.heard$),
      )
      .subscribe((what) => heard.push('text' in what ? what.text : what.kind));
    callBack(client, '+15550177', AGENT).subscribe();
  });
  expect(heard).toEqual(['You asked us to call you back. One moment, please.', 'how can I help']);
});
