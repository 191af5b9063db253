import assert from 'node:assert';
import { relayMarbles } from 'relay-rx/testing';
import { tests } from './flow.js';

const { right, wrong } = tests(relayMarbles((actual, expected) => assert.deepEqual(actual, expected)));

it('is right', right);
it('is wrong', wrong);
