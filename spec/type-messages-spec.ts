import { Snippets } from './support/snippets.js';

const PROMPT = "call.playAndCollect({ media: [tts('1 or 2?')], collect: { digits: { max: 1 } } })";

const snippets = new Snippets();
afterAll(() => snippets.dispose());

describe('the messages of the compiler', () => {
  const messageOf = (code: string): string => {
    const [first, ...others] = snippets.messages(code);
    expect(others).toEqual([]);
    return first === undefined ? '' : `${first.at}: ${first.message}`;
  };
  const type = (name: string) => `does not exist in type '${name}'`;

  it.each([
    // A name of the wire.
    [
      "call.playAndCollect({ media: [tts('?')], collect: { digits: { max: 1, digit_timeout: 5 } } });",
      `digit_timeout: Object literal may only specify known properties, but 'digit_timeout' ${type('DigitsSpec')}. Did you mean to write 'digitTimeout'?`,
    ],
    [
      'call.answer({ max_duration: 60 });',
      `max_duration: Object literal may only specify known properties, but 'max_duration' ${type('AnswerOptions')}. Did you mean to write 'maxDuration'?`,
    ],
    // A text for a number.
    [
      "call.playAndCollect({ media: [tts('?')], collect: { digits: { max: 1, digitTimeout: '5s' } } });",
      "digitTimeout: Type 'string' is not assignable to type 'number'.",
    ],
    // An option that there is not.
    [
      "call.record({ format: 'mp3' });",
      `format: Object literal may only specify known properties, and 'format' ${type('RecordOptions')}.`,
    ],
    [
      "client.sendMessage({ to: '+15550101', from: '+15550100', body: 'Hello.' });",
      `to: Object literal may only specify known properties, and 'to' ${type('SendMessageOptions')}.`,
    ],
    [
      "new RelayClient({ projectId: 'x' });",
      `projectId: Object literal may only specify known properties, but 'projectId' ${type('RelayClientOptions')}. Did you mean to write 'project'?`,
    ],
    // An option that is missing.
    [
      "call.playAndCollect({ media: [tts('?')] });",
      "{ media: [tts('?')] }: Argument of type '{ media: Media[]; }' is not assignable to parameter of type 'PlayAndCollectOptions'.\n" +
        "  Property 'collect' is missing in type '{ media: Media[]; }' but required in type 'PlayAndCollectOptions'.",
    ],
    // `await` where there is no promise.
    [
      `const digit: string = await ${PROMPT}.pipe(digits());`,
      "digit: Type 'Observable<string>' is not assignable to type 'string'.",
    ],
    [
      '(await call.answer()).code;',
      "code: Property 'code' does not exist on type 'Observable<CommandResult>'.",
    ],
    // A misspelt event.
    [
      "call.on('calling.call.colect').subscribe((event) => event.result);",
      "result: Property 'result' does not exist on type 'GenericEvent<\"calling.call.colect\">'.",
    ],
    [
      "client.on('calling.call.collect').subscribe((event) => event.results);",
      "results: Property 'results' does not exist on type 'CollectEvent'. Did you mean 'result'?",
    ],
    // A command that an action does not have.
    [
      `${PROMPT}.pipe(pause(NEVER));`,
      "pause(NEVER): Argument of type '<A extends Pausable>(action: A) => A' is not assignable to parameter of type 'UnaryFunction<CollectAction, Pausable>'.\n" +
        "  Types of parameters 'action' and 'source' are incompatible.\n" +
        "    Type 'CollectAction' is missing the following properties from type 'Pausable': pause, resume",
    ],
    // A flow that gives nothing back.
    [
      'client.calls$.pipe(eachCall((call) => { call.answer(); }));',
      "(call) => { call.answer(); }: Argument of type '(call: Call) => void' is not assignable to parameter of type '(call: Call) => ObservableInput<unknown>'.\n" +
        "  Type 'void' is not assignable to type 'ObservableInput<unknown>'.",
    ],
    // A text for an object.
    [
      "call.playTTS('Hello.');",
      "'Hello.': Argument of type 'string' is not assignable to parameter of type 'PlayTTSOptions'.",
    ],
    [
      "client.dial({ devices: '+15550101' });",
      "devices: Type 'string' is not assignable to type 'DeviceGroups<DialDevice>'.",
    ],
    [
      "menu(call, { prompt: tts('1?'), options: { 1: 'sales' } });",
      "1: Type 'string' is not assignable to type 'MenuOption<unknown>'.",
    ],
  ])('%s', (code, message) => {
    expect(messageOf(code)).toBe(message);
  });

  it('show no types of a library below, however wrong the code is', () => {
    const wrong = [
      'call.play({ media: 1 });',
      "call.play({ media: [{ type: 'audio', text: 'Hello.' }] });",
      "call.connect({ devices: phone({ to: '+1', from: '+1' }), ringback: 1 });",
      'call.detect({ detector: 1 });',
      'call.pay(1);',
      'call.ai({ prompt: 1 });',
      'call.tap({ device: 1 });',
      'call.stream({ url: 1 });',
      'client.dial({ devices: [[1]] });',
      `${PROMPT}.pipe(digits);`,
      `${PROMPT}.pipe(retry(1), stop(NEVER));`,
      `${PROMPT}.pipe(reprompt(2));`,
      "call.playTTS({ text: 'Hello.' }).pipe(digits());",
      'call.record().pipe(volume(3));',
      'client.subscribe((event) => event.result);',
      'client.calls$.pipe(eachCall(digits()));',
    ];
    for (const code of wrong) {
      const text = messageOf(code);
      expect(text).not.toBe('');
      expect(text).not.toMatch(/io-ts|fp-ts|TypeOf|\bt\.|\w+C<|Schema/);
      expect(text.length).toBeLessThan(1000);
    }
  });
});

describe('what an editor suggests', () => {
  it('has the events that can be listened to', () => {
    const names = snippets.suggestions("call.on('|');");

    expect(names).toEqual(expect.arrayContaining(['calling.call.collect', 'calling.call.state']));
  });

  it('has each option once, by its name in code', () => {
    const names = snippets.suggestions(
      "call.playAndCollect({ media: [tts('?')], collect: { digits: { | } } });",
    );

    expect([...names].sort()).toEqual(['digitTimeout', 'max', 'min', 'terminators']);
  });

  it('says what an option means, in which unit, and what it is when it is left out', () => {
    const { type, text } = snippets.hover(
      "call.playAndCollect({ media: [tts('?')], collect: { digits: { max: 1, digit|Timeout: 5 } } });",
    );

    expect(type).toBe('(property) DigitsSpec.digitTimeout?: number | undefined');
    expect(text).toMatch(/second/i);
    expect(text).toMatch(/@default 5/);
  });

  it('has short names for streams and events', () => {
    const event = snippets.hover("call.on('calling.call.collect').subscribe((e|vent) => event);");
    const prompt = snippets.hover(`const pro|mpt = ${PROMPT};`);

    expect(event.type).toBe('(parameter) event: CollectEvent');
    expect(prompt.type).toBe('const prompt: CollectAction');
  });
});
