// Voicemail: two callers leave a message and end by hanging up, and RELAY finishes their recordings after that. The
// flow of one is a stream and that of the other an async function; both messages are saved. On the simulator, or, when
// the credentials are in the environment, on SignalWire for real callers, in the two styles by turns.
import { RelayClient, type Call } from 'relay-rx';
import { RelaySimulator } from 'relay-rx/simulator';
import { filter, firstValueFrom, lastValueFrom, skipWhile, takeUntil, timer } from 'rxjs';
import { overhear } from './support/cast.js';
import { GREETING, asyncVoicemail, voicemail, type Mailbox } from './flows/voicemail.js';
import { CallLog, reasonOf } from './support/log.js';
import { conclude, isReal, line, print, watch } from './support/run.js';

/** How long after the end of its call the simulator finishes a recording, in ms. */
const LATE_RESULTS = 1_500;
/** How long calls may go on when the demo ends, in ms. */
const FAREWELL = 5_000;
/** Simulated calls that are not over by then, in ms, have failed. */
const LIMIT = 18_000;

const names = isReal ? [] : ['Ann', 'Ben'];

/** Keeps the messages in memory, and takes its time as a database does. */
class DemoMailbox implements Mailbox {
  readonly saved: string[] = [];

  async save({ from, url }: Parameters<Mailbox['save']>[0]): Promise<void> {
    await firstValueFrom(timer(200));
    this.saved.push(`${from}: ${url}`);
    line('app', 'saves', url);
  }
}

/** Serves calls until the client is drained. Before it resolves, what is still to be saved is saved. */
const serve = (client: RelayClient, mailbox: Mailbox): Promise<void> => {
  let count = 0;
  const flow = (call: Call) => {
    const log = new CallLog(line, names[count] ?? `...${call.callId.slice(-4)}`);
    const isStream = count++ % 2 === 0;
    log.caller('calls', isStream ? '(stream style)' : '(async style)');
    log.end(call).subscribe();
    return isStream ? voicemail(call, mailbox) : asyncVoicemail(call, mailbox);
  };
  return client.run(flow, { timeout: FAREWELL });
};

const simulated = async (): Promise<boolean> => {
  print('Voicemail: on the embedded simulator, with two scripted callers.\n');
  const account = { project: 'demo', token: 'demo' };
  await using simulator = await RelaySimulator.listen({
    ...account,
    wordsPerMinute: 200,
    lateResults: LATE_RESULTS,
  });
  const client = new RelayClient({ ...account, host: simulator.host, scheme: 'ws', contexts: ['default'] });
  const troubles: Error[] = [];
  watch(client).subscribe((error) => troubles.push(error));
  const mailbox = new DemoMailbox();
  const served = serve(client, mailbox);

  const messages = ['This is Ann. Please call me back.', 'It is Ben. I shall be late today.'];
  for (const [index, say] of messages.entries()) {
    const script = [{ hear: GREETING }, { wait: 3_000 }, { say }, { wait: 3_500 }, { hangUp: true }] as const;
    overhear(simulator.call({ from: `+1555010${index}`, script }), names[index] ?? 'caller', line);
  }
  const over$ = client.activeCalls$.pipe(
    skipWhile((count) => count < messages.length),
    filter((count) => count === 0),
  );
  await firstValueFrom(over$.pipe(takeUntil(timer(LIMIT))), { defaultValue: undefined });
  // The calls are over, and the recordings are not: a drain waits for them.
  await lastValueFrom(client.drain({ timeout: FAREWELL }), { defaultValue: undefined });
  await served;
  return conclude(
    troubles.length === 0 && mailbox.saved.length === messages.length,
    'both messages are saved, after their callers have hung up',
  );
};

const real = async (): Promise<boolean> => {
  const context = process.env['SIGNALWIRE_CONTEXT'] || 'default';
  print(`Voicemail: for calls in the context '${context}'. Ctrl-C ends it.\n`);
  const client = new RelayClient({ contexts: [context] });
  watch(client).subscribe();
  try {
    await serve(client, new DemoMailbox());
    return true;
  } catch (error) {
    line('app', 'gives up', reasonOf(error));
    return false;
  }
};

if (!(await (isReal ? real() : simulated()))) process.exitCode = 1;
