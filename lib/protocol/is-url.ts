/** Whether a text is a URL. `URL.canParse` says so too, and a test's page, as jsdom has it, has none. */
export function isUrl(text: string): boolean {
  try {
    return new URL(text).href !== '';
  } catch {
    return false;
  }
}
