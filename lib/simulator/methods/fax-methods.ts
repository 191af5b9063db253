import * as t from 'io-ts';

import { fax } from '../operations/fax.js';
import { Name, Text } from '../wire/types.js';
import type { Addressed } from './call-method.js';
import { operationMethod, stopMethod } from './operation-method.js';

const numbers = ({ call: { description } }: Addressed): { identity: string; remoteIdentity: string } => {
  const { direction, from, to } = description;
  return direction === 'inbound'
    ? { identity: to, remoteIdentity: from }
    : { identity: from, remoteIdentity: to };
};

const SendFax = t.intersection([
  t.type({ document: Name }),
  t.partial({ identity: Text, header_info: Text }),
]);

/** `calling.send_fax` */
export const sendFax = operationMethod('send_fax', SendFax, 'Sending fax', ({ document, identity }, to) => {
  const own = numbers(to);
  return fax({ direction: 'send', document, ...own, identity: identity ?? own.identity });
});
export const stopSendFax = stopMethod('send_fax');

/** `calling.receive_fax` */
export const receiveFax = operationMethod('receive_fax', t.UnknownRecord, 'Receiving fax', (_params, to) => {
  const document = `https://faxes.simulator.test/${to.call.settings.generateId()}.pdf`;
  return fax({ direction: 'receive', document, ...numbers(to) });
});
export const stopReceiveFax = stopMethod('receive_fax');
