import { NFT_CMP_EQ, NFT_CMP_NEQ, NFT_REG_1 } from "../../../uapi/nf_tables.ts";
import type { Expression } from "../expr/expression.ts";
import { compare, type Requirement, type Statement } from "./statement.ts";

/** Where something stands in a packet. */
export interface PacketField {
  /** NFT_PAYLOAD_*_HEADER */
  readonly base: number;
  /** Bytes from the start of that header. */
  readonly offset: number;
  /** Bytes. */
  readonly len: number;
  readonly requires: readonly Requirement[];
}

/** A condition on a value, and (`not`) its opposite. */
export interface Condition<T> {
  (value: T): Statement;
  not(value: T): Statement;
}

/** Makes a condition of what compares a value. */
export function condition<T>(make: (value: T, op: number) => Statement): Condition<T> {
  return Object.assign((value: T) => make(value, NFT_CMP_EQ), { not: (value: T) => make(value, NFT_CMP_NEQ) });
}

/** Loads bytes of the packet. */
function load({ base, offset }: PacketField, len: number): Expression {
  return { name: "payload", data: { dreg: NFT_REG_1, base, offset, len } };
}

/** The field is, or is not, as given. */
export function matchField(field: PacketField, value: Uint8Array, op: number): Statement {
  return { requires: field.requires, expressions: [load(field, field.len), compare(value, op)] };
}

/**
 * The first `length` bits of the field are as given. `nft` loads just those where they are whole bytes.
 * @param value has no bits set behind them
 */
export function matchPrefix(
  field: PacketField,
  { value, length }: { value: Uint8Array; length: number },
  op: number,
): Statement {
  const bits = field.len * 8;
  if (length === bits) return matchField(field, value, op);
  const whole = length / 8;
  if (length > 0 && Number.isInteger(whole)) {
    return { requires: field.requires, expressions: [load(field, whole), compare(value.subarray(0, whole), op)] };
  }
  const { len } = field;
  const mask = Uint8Array.from({ length: len }, (_, at) => 0xff & ~(0xff >> Math.min(Math.max(length - at * 8, 0), 8)));
  const masked: Expression = {
    name: "bitwise",
    data: { sreg: NFT_REG_1, dreg: NFT_REG_1, len, mask: { value: mask }, xor: { value: new Uint8Array(len) } },
  };
  return { requires: field.requires, expressions: [load(field, len), masked, compare(value, op)] };
}
