/** A name of this library as RELAY writes it: `controlId` is `control_id`. A name in capitals stays as it is. */
export const snakeCase = (name: string): string =>
  name.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
