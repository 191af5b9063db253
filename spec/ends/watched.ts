import { NEVER, finalize, ignoreElements, merge, of, tap, type Observable } from 'rxjs';
import { eachCall, tts, type Call, type CallEnd } from 'relay-rx';
import { prompt } from '../support/marbles.js';

/** What is written down, in order, of a call that everything looks at and whose flow runs. */
export function expectedEnd(reason: string, callId: string, isAnswered = true): readonly string[] {
  return [
    'state$ ended',
    'flow unsubscribed',
    'eachCall completed',
    `ended$ ${reason}, state ended`,
    ...(isAnswered ? ['outside action over'] : []),
    'events$ completed',
    'state$ completed',
    `after ${reason} ${callId}`,
  ];
}

/**
 * Looks at a call in every way there is, runs a flow on it, and writes down in which order they end. Nothing is played on a
 * call that is not answered.
 */
export function watchEnd(call: Call, log: string[], isAnswered = true): void {
  const note = (what: string) => () => void log.push(what);
  call.state$.subscribe({
    next: (state) => state === 'ended' && log.push('state$ ended'),
    complete: note('state$ completed'),
  });
  call.events$.subscribe({ complete: note('events$ completed') });
  call.ended$.subscribe(({ reason }) => log.push(`ended$ ${reason}, state ${call.state}`));
  const over = { error: note('outside action over'), complete: note('outside action over') };
  const outside = call.play({ media: [tts('Wait.'), { type: 'silence', duration: 60 }] });
  if (isAnswered) outside.subscribe(over);
  const asking = prompt(call, { collect: { digits: { max: 1 }, initialTimeout: 60 } });
  const running: Observable<unknown> = isAnswered ? asking : NEVER;
  const flow = (): Observable<never> =>
    merge(
      running.pipe(tap({ error: note('flow: error'), complete: note('flow: complete') })),
      call.ended$.pipe(tap(note('flow: ended$'))),
    ).pipe(ignoreElements(), finalize(note('flow unsubscribed')));
  const after = (each: Call, { reason }: CallEnd) => of(log.push(`after ${reason} ${each.callId}`));
  of(call)
    .pipe(eachCall(flow, { after }))
    .subscribe({ complete: note('eachCall completed') });
}
