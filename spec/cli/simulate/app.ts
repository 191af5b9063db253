// The application under test: a menu that asks for a digit, and transfers.
import { RelayClient, digits, eachCall, tts } from 'relay-rx';
import { concat, ignoreElements, switchMap } from 'rxjs';

const client = new RelayClient({ contexts: ['default'] });
client.calls$
  .pipe(
    eachCall((call) =>
      concat(
        call.answer().pipe(ignoreElements()),
        call
          .playAndCollect({
            media: [tts('Press 1 for sales.')],
            collect: { digits: { max: 1 }, initialTimeout: 60 },
          })
          .pipe(
            digits(),
            switchMap((digit) => call.transfer({ dest: digit === '1' ? 'sales' : `extension-${digit}` })),
          ),
      ),
    ),
  )
  .subscribe();
