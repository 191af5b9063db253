/** The delays of successive late answers, in ms; the last one is repeated. */
export const LATE_DELAYS = [
  0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000,
] as const;

/** The delay of a late answer, by the number of late answers before it. */
export const lateDelay = (before: number): number =>
  LATE_DELAYS[Math.min(before, LATE_DELAYS.length - 1)] ?? 0;
