/** An object as JSON has it. */
export type JsonObject = Readonly<Record<string, unknown>>;

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value from JSON as an object: what is none has no fields. */
export const jsonObject = (value: unknown): JsonObject => (isJsonObject(value) ? value : {});
