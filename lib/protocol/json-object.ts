/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value from JSON as an object; an empty one if it is no object. */
export const jsonObject = (value: unknown): JsonObject => (isJsonObject(value) ? value : {});
