import { lastValueFrom } from 'rxjs';
import { RelayClient } from '../../../lib/index.js';

/** A process of its own, for specs that suspend it: asks ten things one after another, 100 ms apart. */
const client = new RelayClient({
  project: 'p',
  token: 't',
  host: process.argv[2],
  scheme: 'ws',
  requestTimeout: 300,
});
let errors = 0;
client.errors$.subscribe((error) => {
  errors += 1;
  console.log(error.message);
});
const hold = client.connect();
for (let n = 0; n < 10; n += 1) {
  await lastValueFrom(client.execute('calling.x', { n }));
  console.log('ok');
  await new Promise((resolve) => setTimeout(resolve, 100));
}
console.log(`done, errors ${errors}`);
hold.unsubscribe();
client.close();
