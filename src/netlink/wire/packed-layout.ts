/**
 * As much of `buffer-layout` as structs are declared with, by its names. It is `#buffer-layout` in the executable
 * (package.json, condition `executable`): the classes of the real one are loaded for more than all structs of a bridge ADD
 * (docs/performance.md). A test holds the two against each other.
 */

interface Member {
  readonly span: number;
  readonly property: string | undefined;
}

interface Packed {
  readonly span: number;
  offsetOf(property: string): number | undefined;
}

/** One byte. */
export function u8(property?: string): Member {
  return { span: 1, property };
}

/** Two bytes. */
export function u16(property?: string): Member {
  return { span: 2, property };
}

/** Four bytes. */
export function u32(property?: string): Member {
  return { span: 4, property };
}

// Where a member stands has nothing to do with its sign and byte order.
export { u8 as s8, u16 as s16, u16 as u16be, u32 as s32, u32 as u32be };

export function blob(span: number, property?: string): Member {
  return { span, property };
}

/** Members one after the other, without gaps. */
export function struct(members: readonly Member[]): Packed {
  const offsets = new Map<string | undefined, number>();
  let span = 0;
  for (const member of members) {
    offsets.set(member.property, span);
    span += member.span;
  }
  return { span, offsetOf: (property) => offsets.get(property) };
}
