import * as uapi from "../../../uapi/nf_tables.ts";
import type { Dynset } from "../expr/dynset.ts";
import type { Lookup } from "../expr/lookup.ts";
import type { Objref } from "../expr/objref.ts";
import { dataTypes, dataTypesOf, formatDuration } from "./data-types.ts";
import { isOperation, loadInto, type Operand, operandsAt, slotOf, textOf } from "./operand.ts";
import { findSet, type ListedSet, push, type RuleState } from "./rule-state.ts";
import { formatElements } from "./set-elements.ts";
import { formatReference, formatStatement } from "./statement.ts";

/** Sets of one rule's own have names of this form. */
function isAnonymous({ set }: ListedSet): boolean {
  return ((set.flags ?? 0) & uapi.NFT_SET_ANONYMOUS) !== 0;
}

const joined = (operands: readonly Operand[]): string => operands.map(textOf).join(" . ");

/** `@blue`, or what the set has in it. */
function formatSet(state: RuleState, name: string | undefined, keys: readonly Operand[]): string {
  const listed = findSet(state, name);
  if (listed === undefined || !isAnonymous(listed)) return `@${name}`;
  const types = { keys, data: dataTypesOf(listed.set.dataType ?? 0) };
  const statement = (each: Parameters<typeof formatStatement>[0]): string => formatStatement(each, state) ?? "";
  return `{ ${formatElements(listed, types, { ...state.context, statement }).join(", ")} }`;
}

/** Bytes of a set's keys: those of its first operand where the set has not been listed. */
function keysAt(state: RuleState, set: string | undefined, register: number): Operand[] | undefined {
  const first = state.registers.get(slotOf(register));
  return operandsAt(state.registers, register, findSet(state, set)?.set.keyLen ?? first?.length ?? 1);
}

/** `ip saddr @blue`, `tcp dport vmap { … }`, or what a map puts in a register. */
export function readLookup(state: RuleState, { set, sreg = 0, dreg, flags = 0 }: Lookup): boolean {
  const keys = keysAt(state, set, sreg);
  if (keys === undefined) return false;
  const shown = formatSet(state, set, keys);
  if (dreg === undefined) {
    const [key] = keys;
    const equal = keys.length === 1 && key !== undefined && isOperation(key, textOf(key)) ? "== " : "";
    push(state, `${joined(keys)} ${(flags & uapi.NFT_LOOKUP_F_INV) === 0 ? equal : "!= "}${shown}`);
  } else if (dreg === uapi.NFT_REG_VERDICT) {
    push(state, `${joined(keys)} vmap ${shown}`);
  } else {
    const listed = findSet(state, set)?.set;
    const [type = dataTypes.hostInteger] = dataTypesOf(listed?.dataType ?? 0) ?? [];
    const length = listed?.dataLen ?? 4;
    loadInto(state.registers, dreg, { text: `${joined(keys)} map ${shown}`, type, length });
  }
  return true;
}

const OPERATIONS: { readonly [op: number]: string | undefined } = {
  [uapi.NFT_DYNSET_OP_ADD]: "add",
  [uapi.NFT_DYNSET_OP_UPDATE]: "update",
  [uapi.NFT_DYNSET_OP_DELETE]: "delete",
};

/** `add @blue { ip saddr timeout 10s }` */
export function readDynset(state: RuleState, data: Dynset): boolean {
  const { setName, op = -1, sregKey = 0, sregData, timeout, expr, expressions, flags = 0 } = data;
  // Of meters that nothing shows as such any more.
  if ((flags & uapi.NFT_DYNSET_F_INV) !== 0) return false;
  const keys = keysAt(state, setName, sregKey);
  if (keys === undefined) return false;
  let element = joined(keys);
  if (timeout !== undefined && timeout !== 0n) element += ` timeout ${formatDuration(timeout)}`;
  const each = expressions ?? (expr === undefined ? [] : [expr]);
  // What the element begins with is no part of the rule.
  for (const one of each)
    element += ` ${one.name === "counter" ? "counter" : (formatStatement(one, state) ?? one.name)}`;
  if (sregData !== undefined) {
    const value = state.registers.get(slotOf(sregData));
    const [type] = dataTypesOf(findSet(state, setName)?.set.dataType ?? 0) ?? [];
    if (value === undefined || type === undefined) return false;
    const immediate = value.immediate;
    element += ` : ${immediate === undefined ? textOf(value) : type.format(immediate, state.context)}`;
  }
  push(state, `${OPERATIONS[op] ?? op} @${setName} { ${element} }`);
  return true;
}

/** `counter name ip saddr map @counters` */
export function readObjectMap(state: RuleState, { setName, setSreg = 0 }: Objref): boolean {
  const keys = keysAt(state, setName, setSreg);
  if (keys === undefined) return false;
  const type = findSet(state, setName)?.set.objType ?? 0;
  push(state, `${formatReference(type)} ${joined(keys)} map ${formatSet(state, setName, keys)}`);
  return true;
}
