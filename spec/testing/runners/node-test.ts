import assert from 'node:assert';
import { it } from 'node:test';
import { relayMarbles } from 'relay-rx/testing';
import { tests } from './flow.js';

const { right, wrong } = tests(relayMarbles(assert.deepStrictEqual));

void it('is right', right);
void it('is wrong', wrong);
