/** The bytes of a line of strace's dumps, ` | 00010  0c 00 03 00 …  ....eth0 |`; undefined for any other line. */
export function dumpedBytes(line: string): readonly number[] | undefined {
  const dump = /^ \| [0-9a-f]{5,} {2}(.{49})/.exec(line);
  if (dump === null) return undefined;
  return (dump[1] ?? "")
    .trim()
    .split(/ +/)
    .map((pair) => Number.parseInt(pair, 16));
}
