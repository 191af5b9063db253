import { relayMarbles } from 'relay-rx/testing';
import { expect, it } from 'vitest';
import { tests } from './flow.js';

const { right, wrong } = tests(relayMarbles((actual, expected) => expect(actual).toEqual(expected)));

it('is right', right);
it('is wrong', wrong);
