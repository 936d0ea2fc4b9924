import { NFPROTO_IPV4 } from "../../../uapi/netfilter.ts";
import * as uapi from "../../../uapi/nf_tables.ts";
import { type Expression, isExpression } from "../expr/expression.ts";
import type { RuleInput } from "../rule/rule.ts";
import { bitwiseOperand } from "./bitwise-load.ts";
import { inNetworkOrder } from "./data-type.ts";
import { dataTypes } from "./data-types.ts";
import { exthdrOperand } from "./exthdr-load.ts";
import { dropImpliedByField } from "./imply.ts";
import {
  ctOperand,
  fibOperand,
  metaOperand,
  numgenOperand,
  osfOperand,
  rtOperand,
  socketOperand,
  xfrmOperand,
} from "./loads.ts";
import { readCmp, readRange } from "./match.ts";
import { formatNatStatement } from "./nat-statement.ts";
import { loadInto, type Operand, operandsAt, REGISTER_BYTES, slotOf, textOf } from "./operand.ts";
import { payloadOperand } from "./payload-load.ts";
import { protocolsOf } from "./protocols.ts";
import { dropImplied, push, type RuleContext, type RuleState } from "./rule-state.ts";
import { readDynset, readLookup, readObjectMap } from "./set-statement.ts";
import { formatStatement } from "./statement.ts";
import { readStore } from "./store.ts";
import { formatVerdict } from "./verdict.ts";

export type { ListedSet, RuleContext } from "./rule-state.ts";

/**
 * A rule as `nft list ruleset` shows it: `tcp dport 22 accept comment "ssh"`. What this version has no words for
 * stands in square brackets, by the kernel's name of the expression.
 */
export function formatRule({ family, expressions = [], userdata }: RuleInput, context: RuleContext = {}): string {
  const state: RuleState = {
    family,
    context,
    protocols: protocolsOf(family),
    registers: new Map(),
    parts: [],
    implied: {},
  };
  for (const each of expressions) {
    if (!readExpression(state, each)) push(state, `[ ${each.name ?? "expression"} ]`);
  }
  if (userdata?.comment !== undefined) push(state, `comment "${userdata.comment}"`);
  return state.parts.map(({ text }) => text).join(" ");
}

function readExpression(state: RuleState, each: Expression): boolean {
  if (isExpression(each, "cmp")) return readCmp(state, each.data);
  if (isExpression(each, "range")) return readRange(state, each.data);
  if (isExpression(each, "lookup")) return readLookup(state, each.data);
  if (isExpression(each, "dynset")) return readDynset(state, each.data);
  if (isExpression(each, "objref") && each.data.immName === undefined) return readObjectMap(state, each.data);
  if (isExpression(each, "immediate")) {
    const { dreg = 0, data } = each.data;
    if (data?.verdict !== undefined) push(state, formatVerdict(data.verdict));
    else loadInto(state.registers, dreg, immediateOperand(data?.value));
    return true;
  }
  if (readStore(state, each)) return true;
  const loaded = loadedBy(state, each);
  if (loaded !== undefined) {
    loadInto(state.registers, loaded.dreg, loaded.operand);
    return true;
  }
  if (isExpression(each, "reject")) impliedByReject(state, each.data.type);
  const text = formatStatement(each, state) ?? formatNatStatement(state, each);
  if (text !== undefined) push(state, text);
  return text !== undefined;
}

function immediateOperand(value: Uint8Array = new Uint8Array()): Operand {
  return { text: "", type: dataTypes.integer, length: value.length, immediate: value };
}

interface Loaded {
  readonly dreg: number;
  readonly operand: Operand;
}

/** What an expression puts in a register; undefined where it does not, or where `nft` has other words. */
function loadedBy(state: RuleState, each: Expression): Loaded | undefined {
  const operand = operandOf(state, each);
  const dreg = (each.data as { readonly dreg?: number } | undefined)?.dreg;
  return operand === undefined || dreg === undefined ? undefined : { dreg, operand };
}

function operandOf(state: RuleState, each: Expression): Operand | undefined {
  if (isExpression(each, "payload")) return loadPayload(state, each.data);
  if (isExpression(each, "meta")) return metaOperand(each.data);
  if (isExpression(each, "ct")) return ctOperand(each.data);
  if (isExpression(each, "rt")) return rtOperand(each.data);
  if (isExpression(each, "socket")) return socketOperand(each.data);
  if (isExpression(each, "fib")) return fibOperand(each.data);
  if (isExpression(each, "numgen")) return numgenOperand(each.data);
  if (isExpression(each, "xfrm")) return xfrmOperand(each.data);
  if (isExpression(each, "osf")) return osfOperand(each.data);
  if (isExpression(each, "hash")) return hashOperand(state, each.data);
  if (isExpression(each, "exthdr")) {
    const operand = exthdrOperand(each.data);
    if (operand !== undefined && each.data.op !== uapi.NFT_EXTHDR_OP_TCPOPT) dropImplied(state, "network");
    return operand;
  }
  if (isExpression(each, "bitwise")) {
    const source = state.registers.get(slotOf(each.data.sreg ?? 0));
    if (source === undefined) return undefined;
    const operand = bitwiseOperand(source, each.data, state.protocols);
    dropImpliedByField(state, operand);
    return operand;
  }
  if (isExpression(each, "byteorder")) {
    const source = state.registers.get(slotOf(each.data.sreg ?? 0));
    return source === undefined ? undefined : { ...source, type: inNetworkOrder(source.type) };
  }
  return undefined;
}

function loadPayload(
  state: RuleState,
  { base = 0, offset = 0, len = 0 }: { base?: number; offset?: number; len?: number },
): Operand | undefined {
  if (len > REGISTER_BYTES) return undefined;
  const operand = payloadOperand({ base, offset: offset * 8, length: len * 8 }, state.protocols);
  dropImpliedByField(state, operand);
  return operand;
}

interface HashData {
  readonly sreg?: number;
  readonly len?: number;
  readonly modulus?: number;
  readonly seed?: number;
  readonly offset?: number;
  readonly type?: number;
}

function hashOperand(
  state: RuleState,
  { sreg = 0, len = 0, modulus, seed, offset, type }: HashData,
): Operand | undefined {
  const more = `${seed === undefined ? "" : ` seed 0x${seed.toString(16)}`}${offset ? ` offset ${offset}` : ""}`;
  const result = { type: dataTypes.hostInteger, length: 4 };
  if (type === uapi.NFT_HASH_SYM) return { text: `symhash mod ${modulus}${more}`, ...result };
  const keys = operandsAt(state.registers, sreg, len);
  if (keys === undefined) return undefined;
  return { text: `jhash ${keys.map(textOf).join(" . ")} mod ${modulus}${more}`, ...result };
}

/** ICMP of one network protocol implies it. */
function impliedByReject(state: RuleState, type: number | undefined): void {
  if (type === uapi.NFT_REJECT_ICMP_UNREACH && state.family !== NFPROTO_IPV4) dropImplied(state, "network");
}
