// Text <-> numbers for both families, without bigint: route dumps format hundreds of thousands of addresses.

const ZERO = 0x30;
const NINE = 0x39;
const DOT = 0x2e;
const COLON = 0x3a;
const IPV6_GROUPS = 8;

/** The 32-bit value of dotted-decimal text: four octets, no leading zeros (RFC 6943 section 3.1.1), nothing around them. */
export function parseIpv4Text(text: string): number | undefined {
  let value = 0;
  let octet = -1;
  let dots = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === DOT) {
      if (octet < 0 || ++dots > 3) return undefined;
      value = value * 256 + octet;
      octet = -1;
    } else if (c >= ZERO && c <= NINE) {
      // `010` is 8 to some parsers and 10 to others: refused.
      if (octet === 0) return undefined;
      octet = (octet < 0 ? 0 : octet * 10) + c - ZERO;
      if (octet > 255) return undefined;
    } else {
      return undefined;
    }
  }
  return octet < 0 || dots !== 3 ? undefined : value * 256 + octet;
}

function hexDigit(c: number): number {
  if (c >= ZERO && c <= NINE) return c - ZERO;
  const lower = c | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/** Reads up to four hex digits at `start`; `end` is where they stop (`start` itself: there are none). */
function readGroup(text: string, start: number): { value: number; end: number } {
  let value = 0;
  let end = start;
  for (; end < text.length && end - start < 4; end++) {
    const digit = hexDigit(text.charCodeAt(end));
    if (digit < 0) break;
    value = value * 16 + digit;
  }
  return { value, end };
}

/** The colon-separated fields of one side of `::` (or of the whole text); `ipv4Tail` allows `…:1.2.3.4` at the end. */
function parseGroups(text: string, ipv4Tail: boolean): number[] | undefined {
  const groups: number[] = [];
  if (text === "") return groups;
  let at = 0;
  for (;;) {
    const group = readGroup(text, at);
    if (group.end === at || groups.length === IPV6_GROUPS) return undefined;
    if (text.charCodeAt(group.end) === DOT) {
      const tail = ipv4Tail ? parseIpv4Text(text.slice(at)) : undefined;
      if (tail === undefined) return undefined;
      groups.push(Math.floor(tail / 0x10000), tail % 0x10000);
      return groups;
    }
    groups.push(group.value);
    if (group.end === text.length) return groups;
    if (text.charCodeAt(group.end) !== COLON) return undefined;
    at = group.end + 1;
  }
}

/** The eight 16-bit groups of IPv6 text (RFC 4291 section 2.2). No zone identifier; `::` stands for at least one group. */
export function parseIpv6Text(text: string): number[] | undefined {
  const gap = text.indexOf("::");
  if (gap < 0) {
    const groups = parseGroups(text, true);
    return groups?.length === IPV6_GROUPS ? groups : undefined;
  }
  const head = parseGroups(text.slice(0, gap), false);
  const tail = parseGroups(text.slice(gap + 2), true);
  if (head === undefined || tail === undefined) return undefined;
  const missing = IPV6_GROUPS - head.length - tail.length;
  return missing < 1 ? undefined : [...head, ...new Array<number>(missing).fill(0), ...tail];
}

/** Dotted decimal of a 32-bit value. */
export function formatIpv4Value(value: number): string {
  return `${(value >>> 24) & 255}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;
}

/** Where the longest run of zero groups starts and ends; runs of one are left alone (RFC 5952 section 4.2.2). */
function longestZeroRun(groups: ArrayLike<number>): { start: number; end: number } {
  let best = { start: -1, end: -1 };
  for (let i = 0; i < IPV6_GROUPS; i++) {
    if (groups[i] !== 0) continue;
    const start = i;
    while (i < IPV6_GROUPS && groups[i] === 0) i++;
    // Strictly longer: of two equal runs the first is shortened (RFC 5952 section 4.2.3).
    if (i - start > Math.max(1, best.end - best.start)) best = { start, end: i };
  }
  return best;
}

/** RFC 5952 text of eight 16-bit groups; `::ffff:0:0/96` keeps its dotted tail (section 5), as in `::ffff:10.0.0.1`. */
export function formatIpv6Groups(groups: ArrayLike<number>): string {
  const group = (i: number): number => groups[i] ?? 0;
  const run = longestZeroRun(groups);
  if (run.start === 0 && run.end === 5 && group(5) === 0xffff) {
    return `::ffff:${formatIpv4Value(group(6) * 0x10000 + group(7))}`;
  }
  let text = "";
  for (let i = 0; i < IPV6_GROUPS; i++) {
    if (i === run.start) {
      text += "::";
      i = run.end - 1;
      continue;
    }
    if (i > 0 && i !== run.end) text += ":";
    text += group(i).toString(16);
  }
  return text;
}

/** Text of the 4 bytes at `offset`, network byte order. */
export function formatIpv4Bytes(bytes: Uint8Array, offset = 0): string {
  return `${bytes[offset]}.${bytes[offset + 1]}.${bytes[offset + 2]}.${bytes[offset + 3]}`;
}

/** RFC 5952 text of the 16 bytes at `offset`, network byte order. */
export function formatIpv6Bytes(bytes: Uint8Array, offset = 0): string {
  const groups = new Array<number>(IPV6_GROUPS);
  for (let i = 0; i < IPV6_GROUPS; i++) {
    groups[i] = ((bytes[offset + 2 * i] ?? 0) << 8) | (bytes[offset + 2 * i + 1] ?? 0);
  }
  return formatIpv6Groups(groups);
}
