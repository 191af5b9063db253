/** A recording that cannot be read, written or replayed. `code` is `ERR_RELAY_RECORDING`. */
export class RecordingError extends Error {
  readonly code = 'ERR_RELAY_RECORDING';
  override readonly name = 'RecordingError';
}
