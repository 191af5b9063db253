import { asyncScheduler } from 'rxjs';

/** Downloads a text as a file. */
export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // In the next turn, because the browser needs the URL until then.
  asyncScheduler.schedule(() => URL.revokeObjectURL(url));
}
