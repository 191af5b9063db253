import { isLoopback } from '../../lib/simulator/loopback.js';

it.each([
  ['127.0.0.1', true],
  ['127.8.9.10', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['10.127.0.0', false],
  ['128.0.0.1', false],
  ['127.0.0.1.example', false],
  ['::ffff:10.0.0.1', false],
  ['fe80::1', false],
  [undefined, false],
])('takes %s for this machine: %s', (address, expected) => {
  expect(isLoopback(address)).toBe(expected);
});
