// The pages in the order in which they are read. A page that is not here yet stands in a section of its own at the end.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const docs = fileURLToPath(new URL('../', import.meta.url));
const api = `${docs}api/`;

const page = (text, link) => ({ text, link });
const section = (text, ...items) => ({ text, items });

export const pages = [
  section('Start', page('What it is', '/'), page('Getting started', '/getting-started')),
  section(
    'Concepts',
    page('Calls as streams', '/streams'),
    page('Actions', '/actions'),
    page('Reading results', '/reading-results'),
    page('Flows', '/flows'),
    page('The end of a call', '/ending-a-call'),
    page('Errors', '/errors'),
  ),
  section(
    'Calls',
    page('Playing and recording', '/play-and-record'),
    page('Outbound calls', '/outbound'),
    page('Bridges and conferences', '/bridging'),
    page('Messages and contexts', '/messages'),
  ),
  section(
    'Guides',
    page('All guides', '/guides/'),
    page('A menu with a way back', '/guides/menu'),
    page('Account number and PIN', '/guides/account-and-pin'),
    page('Speech, or keys', '/guides/speech'),
    page('A queue with callbacks', '/guides/callback-queue'),
    page('Voicemail', '/guides/voicemail'),
    page('Appointment reminders', '/guides/reminders'),
    page('A conference', '/guides/conference'),
    page('Several languages', '/guides/languages'),
    page('A payment by card', '/guides/payment'),
    page('Text messages', '/guides/texts'),
  ),
  section(
    'Coming from elsewhere',
    page('@signalwire/realtime-api', '/migration/realtime-api'),
    page('The server SDKs', '/migration/server-sdks'),
    page("Twilio's TwiML", '/migration/twiml'),
  ),
  section(
    'Testing',
    page('Testing flows', '/testing'),
    page('The simulator', '/simulator'),
    page('Control interface', '/control'),
    page('Recordings', '/recordings'),
    page('Command line', '/cli'),
  ),
  section(
    'Production',
    page('The client', '/client'),
    page('Running a fleet', '/fleet'),
    page('Campaigns', '/campaigns'),
    page('Metrics', '/metrics'),
    page('Recipes', '/recipes'),
    page('Limits', '/limits'),
    page('Faults', '/faults'),
  ),
  section(
    'Inside',
    page('Architecture', '/architecture'),
    page('Fuzzing', '/fuzzing'),
    page('What is not known of RELAY', '/fidelity'),
  ),
];

const linkOf = (file) => `/${file.replace(/\.md$/, '').replace(/(^|\/)index$/, '$1')}`;
const linked = new Set(pages.flatMap(({ items }) => items).map(({ link }) => link));
const others = readdirSync(docs, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.md') && !/^(api|source|\.vitepress)\//.test(name))
  .filter((name) => !linked.has(linkOf(name)))
  .sort();
const headingOf = (file) => /^# (.+)$/m.exec(readFileSync(`${docs}${file}`, 'utf8'))?.[1] ?? file;
if (others.length > 0)
  pages.push(section('More', ...others.map((file) => page(headingOf(file), linkOf(file)))));

const modules = ['relay-rx', 'relay-rx/testing', 'relay-rx/simulator', 'relay-rx/recording'];
/** Classes and functions are listed; what they refer to is found on the page of the entry point. */
const listed = ['classes', 'functions'];

const titleOf = (kind) => kind[0].toUpperCase() + kind.slice(1);

const kindOf = (folder, kind) => {
  const path = `${api}${folder}/${kind}`;
  if (!existsSync(path)) return [];
  const names = readdirSync(path)
    .filter((file) => file.endsWith('.md'))
    .map((file) => file.slice(0, -'.md'.length));
  return [
    {
      text: titleOf(kind),
      collapsed: folder !== 'relay-rx',
      items: names.map((name) => page(name, `/api/${folder}/${kind}/${name}`)),
    },
  ];
};

/** The reference, as TypeDoc has written it. */
export const reference = () => [
  page('All entry points', '/api/'),
  ...modules.map((name) => ({
    text: name,
    link: `/api/${name}/`,
    items: listed.flatMap((kind) => kindOf(name, kind)),
  })),
];
