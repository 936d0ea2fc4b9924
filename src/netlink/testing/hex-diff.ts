const WORD = 4;

/** Bytes as hex, four a line, each line with its offset. */
export function hexDump(bytes: Uint8Array): string {
  return words(bytes)
    .map((word, index) => `  ${offset(index)}  ${word}`)
    .join("\n");
}

/**
 * How two byte strings differ, four bytes a line, which is how netlink is aligned: lines of `expected` only start with
 * `-`, those of `actual` only with `+`. The empty string where they are equal.
 */
export function hexDiff(actual: Uint8Array, expected: Uint8Array): string {
  const [left, right] = [words(expected), words(actual)];
  const lines: string[] = [];
  let differences = 0;
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const [was, is] = [left[index], right[index]];
    if (was === is) lines.push(`  ${offset(index)}  ${was}`);
    else differences += 1;
    if (was !== is && was !== undefined) lines.push(`- ${offset(index)}  ${was}`);
    if (was !== is && is !== undefined) lines.push(`+ ${offset(index)}  ${is}`);
  }
  return differences === 0 ? "" : lines.join("\n");
}

function words(bytes: Uint8Array): string[] {
  const list: string[] = [];
  for (let at = 0; at < bytes.length; at += WORD) {
    list.push(Array.from(bytes.subarray(at, at + WORD), (byte) => byte.toString(16).padStart(2, "0")).join(" "));
  }
  return list;
}

function offset(index: number): string {
  return (WORD * index).toString(16).padStart(4, "0");
}
