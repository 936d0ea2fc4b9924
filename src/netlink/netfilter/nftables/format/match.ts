import * as uapi from "../../../uapi/nf_tables.ts";
import type { Cmp } from "../expr/cmp.ts";
import type { Range } from "../expr/range.ts";
import { toBytes, toNumber } from "./data-type.ts";
import { dataTypes } from "./data-types.ts";
import { dropImpliedByField } from "./imply.ts";
import { isOperation, type Operand, slotOf } from "./operand.ts";
import { protocolOf } from "./protocols.ts";
import { push, type RuleState } from "./rule-state.ts";

const OPERATORS: { readonly [op: number]: string | undefined } = {
  [uapi.NFT_CMP_EQ]: "",
  [uapi.NFT_CMP_NEQ]: "!= ",
  [uapi.NFT_CMP_LT]: "< ",
  [uapi.NFT_CMP_LTE]: "<= ",
  [uapi.NFT_CMP_GT]: "> ",
  [uapi.NFT_CMP_GTE]: ">= ",
};

/** The text of a value that is compared to an operand, stored in it or mapped to it. */
export function formatValue(operand: Operand, value: Uint8Array, state: Pick<RuleState, "context">): string {
  const { type, shift } = operand;
  // `nft` compares no more bytes than a prefix has.
  const short = type.prefixes === true && value.length < (type.bytes ?? 0);
  const prefix = operand.prefix ?? (short ? value.length * 8 : undefined);
  if (prefix !== undefined) {
    const whole = new Uint8Array(type.bytes ?? value.length);
    whole.set(value.subarray(0, whole.length));
    return `${type.format(whole, state.context)}/${prefix}`;
  }
  if (shift === undefined || shift === 0) return type.format(value, state.context);
  const number = toNumber(value, type.order) >> BigInt(shift);
  return type.format(toBytes(number, type.bytes ?? value.length, type.order), state.context);
}

/** `ip saddr 10.0.0.1` */
export function readCmp(state: RuleState, { sreg = 0, op = 0, data }: Cmp): boolean {
  const operand = state.registers.get(slotOf(sreg));
  const value = data?.value;
  const operator = OPERATORS[op];
  if (operand === undefined || value === undefined || operator === undefined) return false;
  if (operand.parts !== undefined && op === uapi.NFT_CMP_EQ) {
    compareParts(state, operand.parts, value);
    return true;
  }
  if (op === uapi.NFT_CMP_LTE && endRange(state, operand, value)) return true;
  if (operand.whole !== undefined && op !== uapi.NFT_CMP_EQ && op !== uapi.NFT_CMP_NEQ) {
    push(state, `${operand.whole} ${operator}${dataTypes.raw.format(value)}`);
    return true;
  }
  const part = push(state, flagsText(operand, value, op) ?? plainText(state, operand, { value, operator }));
  if (op === uapi.NFT_CMP_EQ) notice(state, operand, value);
  if (op === uapi.NFT_CMP_GTE) {
    state.rangeFrom = { part, text: operand.text, value: formatValue(operand, value, state) };
  }
  return true;
}

/** `tcp sport 1 tcp dport 2`, which `nft` compares at once. */
function compareParts(state: RuleState, parts: readonly Operand[], value: Uint8Array): void {
  let at = 0;
  for (const each of parts) {
    dropImpliedByField(state, each);
    const bytes = value.subarray(at, at + each.length);
    push(state, plainText(state, each, { value: bytes, operator: "" }));
    notice(state, each, bytes);
    at += each.length;
  }
}

function plainText(state: RuleState, operand: Operand, { value, operator }: { value: Uint8Array; operator: string }) {
  const exact = operator === "" && (operand.type.flags !== undefined || isOperation(operand, operand.text));
  return `${operand.text} ${exact ? "== " : operator}${formatValue(operand, value, state)}`;
}

/** `ct state established,related` and `tcp flags syn / fin,syn`: bits under a mask. */
function flagsText({ binop, type, length }: Operand, value: Uint8Array, op: number): string | undefined {
  if (binop === undefined || type.flags === undefined || binop.xor !== 0n) return undefined;
  if (op !== uapi.NFT_CMP_EQ && op !== uapi.NFT_CMP_NEQ) return undefined;
  const { text } = binop.source;
  const mask = type.format(toBytes(binop.mask, length, type.order), {});
  if (toNumber(value, type.order) === 0n) return `${text} ${op === uapi.NFT_CMP_EQ ? "! " : ""}${mask}`;
  return `${text} ${op === uapi.NFT_CMP_EQ ? "" : "!= "}${type.format(value, {})} / ${mask}`;
}

function endRange(state: RuleState, operand: Operand, value: Uint8Array): boolean {
  const { rangeFrom } = state;
  if (rangeFrom === undefined || rangeFrom.part !== state.parts.at(-1) || rangeFrom.text !== operand.text) return false;
  rangeFrom.part.text = `${operand.text} ${rangeFrom.value}-${formatValue(operand, value, state)}`;
  return true;
}

/** `ip saddr != 10.0.0.1-10.0.0.9` */
export function readRange(state: RuleState, { sreg = 0, op, from, to }: Range): boolean {
  const operand = state.registers.get(slotOf(sreg));
  if (operand === undefined || from?.value === undefined || to?.value === undefined) return false;
  const range = `${formatValue(operand, from.value, state)}-${formatValue(operand, to.value, state)}`;
  push(state, `${operand.text} ${op === uapi.NFT_RANGE_NEQ ? "!= " : ""}${range}`);
  return true;
}

/** What a comparison tells of the packet's protocols. */
function notice(state: RuleState, operand: Operand, value: Uint8Array): void {
  const part = state.parts.at(-1);
  if (operand.text === "meta iiftype") {
    state.implied.link = part;
    return;
  }
  if (operand.names === undefined || part === undefined) return;
  const number = Number(toNumber(value, operand.type.order));
  if (operand.names === "icmp") {
    state.protocols.icmpType = number;
  } else {
    const protocol = protocolOf(operand, number);
    if (protocol === undefined) return;
    state.protocols[operand.names] = protocol;
  }
  state.implied[operand.names] = part;
}
