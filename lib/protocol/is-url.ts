/** Whether a text is a URL. jsdom has no `URL.canParse`. */
export function isUrl(text: string): boolean {
  try {
    return new URL(text).href !== '';
  } catch {
    return false;
  }
}
