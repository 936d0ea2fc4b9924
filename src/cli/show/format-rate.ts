const UNITS = ["bit", "kbit", "Mbit", "Gbit"] as const;

/** `100Mbit` as `tc` prints it; empty for 0, which is no limit. */
export function formatRate(bitsPerSecond: number): string {
  if (bitsPerSecond === 0) return "";
  const exact = (power: number) => power < UNITS.length && bitsPerSecond % 1000 ** power === 0;
  const power = [3, 2, 1].find(exact) ?? 0;
  return `${bitsPerSecond / 1000 ** power}${UNITS[power]}`;
}
