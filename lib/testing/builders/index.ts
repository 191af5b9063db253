export * from './calls.js';
export * from './collected.js';
export * from './messages.js';
export * from './operations.js';
