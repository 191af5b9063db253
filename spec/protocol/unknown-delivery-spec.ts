import { RelayAuthenticationError, RelayConnectionError, RelaySessionLostError } from 'relay-rx';
import { withUnknownDelivery } from '../../lib/protocol/errors.js';

describe('an error that cuts off a request in flight', () => {
  const classes = [RelayConnectionError, RelayAuthenticationError, RelaySessionLostError];
  it.each(classes.map((ErrorClass) => ({ ErrorClass, title: ErrorClass.name })))(
    'is the same $title, but that nobody knows how it went on',
    ({ ErrorClass }) => {
      const cause = new Error('the cause');
      const error = new ErrorClass('the end', { cause, delivery: 'unsent' });
      const told = withUnknownDelivery(error);
      expect(told).toBeInstanceOf(ErrorClass);
      expect(told).toMatchObject({ name: error.name, code: error.code, message: 'the end', cause });
      expect([error.delivery, told.delivery]).toEqual(['unsent', 'unknown']);
    },
  );

  it('has no cause when there was none', () => {
    expect('cause' in withUnknownDelivery(new RelaySessionLostError())).toBe(false);
  });
});
