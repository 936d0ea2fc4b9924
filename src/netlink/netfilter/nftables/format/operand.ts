import type { DataType } from "./data-type.ts";

/** What is in a register, as `nft` words it. */
export interface Operand {
  /** `ip saddr`; of an immediate, nothing: what it is, only who takes it can say. */
  readonly text: string;
  readonly type: DataType;
  /** Bytes in the register. */
  readonly length: number;
  /** Bytes that an immediate has put there. */
  readonly immediate?: Uint8Array | undefined;
  /** Where in the packet it comes from, in bits. */
  readonly payload?: PayloadSource | undefined;
  /** How many of the bits have been loaded, from the first: `10.0.0.0/8`. */
  readonly prefix?: number | undefined;
  /** The text where it is not compared for equality: a prefix is one only of values. */
  readonly whole?: string | undefined;
  /** How far the field stands from the end of the register, in bits. */
  readonly shift?: number | undefined;
  /** The fields that masks make of it. */
  readonly within?: readonly { readonly field: Operand; readonly mask: bigint }[] | undefined;
  /** Fields that have been loaded at once. */
  readonly parts?: readonly Operand[] | undefined;
  /** `meta mark & 0xff` */
  readonly binop?: Binop | undefined;
  /** The protocol that comparing it to a number tells of. */
  readonly names?: "network" | "transport" | "icmp" | undefined;
  /** The type of ICMP that has such a field. */
  readonly icmpType?: number | undefined;
}

/** The text of an operand that a set, a map or a statement takes. */
export function textOf({ text, whole }: Operand): string {
  return whole ?? text;
}

/** Whether a text of the operand has an operator: that of a field or a prefix has none. */
export function isOperation({ binop }: Operand, text: string): boolean {
  return binop !== undefined && text.startsWith(`${textOf(binop.source)} `);
}

export interface PayloadSource {
  /** NFT_PAYLOAD_*_HEADER */
  readonly base: number;
  readonly offset: number;
  readonly length: number;
}

export interface Binop {
  readonly source: Operand;
  readonly mask: bigint;
  readonly xor: bigint;
}

/** Registers in units of four bytes: NFT_REG_1 is the first four of NFT_REG32_*. */
export type Registers = Map<number, Operand>;

/** NFT_REG32_00 */
const FIRST_REG32 = 8;
const BYTES = 4;

/** Where a register of either kind begins. */
export function slotOf(register: number): number {
  return register < FIRST_REG32 ? (register - 1) * BYTES : register - FIRST_REG32;
}

/** All registers together: what no load exceeds. */
export const REGISTER_BYTES = 64;

/** Puts an operand in a register; what was in those that it fills as well is gone. */
export function loadInto(registers: Registers, register: number, operand: Operand): void {
  const first = slotOf(register);
  const bytes = Math.min(operand.length, REGISTER_BYTES);
  for (let slot = first + 1; slot < first + bytes / BYTES; slot++) registers.delete(slot);
  registers.set(first, operand);
}

/** What has been loaded into the registers from one on, until all bytes are there; undefined if something is not known. */
export function operandsAt(registers: Registers, register: number, bytes: number): Operand[] | undefined {
  const found: Operand[] = [];
  let slot = slotOf(register);
  for (let rest = bytes; rest > 0; ) {
    const operand = registers.get(slot);
    if (operand === undefined) return undefined;
    found.push(operand);
    const slots = Math.max(1, Math.ceil(operand.length / BYTES));
    slot += slots;
    rest -= slots * BYTES;
  }
  return found;
}
