/** How long late answers wait, in ms, one after another; the last length is that of all further ones. */
export const LATE_DELAYS = [
  0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000,
] as const;

/** How long a late answer waits that has so many before it. */
export const lateDelay = (before: number): number =>
  LATE_DELAYS[Math.min(before, LATE_DELAYS.length - 1)] ?? 0;
