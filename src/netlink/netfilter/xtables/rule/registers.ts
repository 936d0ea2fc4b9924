import * as uapi from "../../../uapi/nf_tables.ts";
import type { Expression } from "../../nftables/expr/expression.ts";

// The expressions that iptables writes by itself. All values go through the first register.

const REG = uapi.NFT_REG_1;

export function loadMeta(key: number): Expression {
  return { name: "meta", data: { key, dreg: REG } };
}

/** @param base NFT_PAYLOAD_* */
export function loadPayload(base: number, offset: number, len: number): Expression {
  return { name: "payload", data: { dreg: REG, base, offset, len } };
}

/** Leaves only the bits of `mask`. */
export function maskWith(mask: Uint8Array): Expression {
  const len = mask.length;
  return {
    name: "bitwise",
    data: { sreg: REG, dreg: REG, len, mask: { value: mask }, xor: { value: new Uint8Array(len) } },
  };
}

/** @param op NFT_CMP_* */
export function compare(op: number, value: Uint8Array): Expression {
  return { name: "cmp", data: { sreg: REG, op, data: { value } } };
}

export function inRange(not: boolean, start: Uint8Array, end: Uint8Array): Expression {
  const op = not ? uapi.NFT_RANGE_NEQ : uapi.NFT_RANGE_EQ;
  return { name: "range", data: { sreg: REG, op, from: { value: start }, to: { value: end } } };
}

/** @param code NF_* or NFT_JUMP and its kin, which name a chain */
export function verdict(code: number, chain?: string): Expression {
  const named = chain === undefined ? { code } : { code, chain };
  return { name: "immediate", data: { dreg: uapi.NFT_REG_VERDICT, data: { verdict: named } } };
}

export function counter(): Expression {
  return { name: "counter", data: { bytes: 0n, packets: 0n } };
}
