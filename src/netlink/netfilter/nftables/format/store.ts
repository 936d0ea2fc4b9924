import { type Expression, isExpression } from "../expr/expression.ts";
import type { Payload } from "../expr/payload.ts";
import { toBytes } from "./data-type.ts";
import { exthdrOperand } from "./exthdr-load.ts";
import { dropImpliedByField } from "./imply.ts";
import { ctOperand, metaOperand } from "./loads.ts";
import { formatValue } from "./match.ts";
import { type Operand, REGISTER_BYTES, slotOf, textOf } from "./operand.ts";
import { maskedField, payloadOperand } from "./payload-load.ts";
import { push, type RuleState } from "./rule-state.ts";

/** `meta mark set 7`: writes a register to where others are loaded from. False where the expression does not. */
export function readStore(state: RuleState, each: Expression): boolean {
  if (isExpression(each, "meta") && each.data.sreg !== undefined) {
    return store(state, metaOperand(each.data), each.data.sreg);
  }
  if (isExpression(each, "ct") && each.data.sreg !== undefined) {
    return store(state, ctOperand(each.data), each.data.sreg);
  }
  if (isExpression(each, "exthdr") && each.data.sreg !== undefined) {
    return store(state, exthdrOperand(each.data), each.data.sreg);
  }
  return isExpression(each, "payload") && each.data.sreg !== undefined && storePayload(state, each.data);
}

function store(state: RuleState, target: Operand | undefined, register: number): boolean {
  const source = state.registers.get(slotOf(register));
  if (target === undefined || source === undefined) return false;
  const value = source.immediate === undefined ? textOf(source) : formatValue(target, source.immediate, state);
  push(state, `${target.text} set ${value}`);
  return true;
}

function storePayload(state: RuleState, { base = 0, offset = 0, len = 0, sreg = 0 }: Payload): boolean {
  if (len > REGISTER_BYTES) return false;
  const target = payloadOperand({ base, offset: offset * 8, length: len * 8 }, state.protocols);
  const binop = state.registers.get(slotOf(sreg))?.binop;
  const all = (1n << BigInt(len * 8)) - 1n;
  // Fields that do not fill an even number of bytes are put between what has been loaded from around them.
  const field = binop === undefined ? undefined : maskedField(target, all & ~binop.mask, state.protocols);
  if (binop === undefined || field === undefined) {
    dropImpliedByField(state, target);
    return store(state, target, sreg);
  }
  dropImpliedByField(state, field);
  const value = binop.xor >> BigInt(field.shift ?? 0);
  push(state, `${field.text} set ${field.type.format(toBytes(value, field.type.bytes ?? len, field.type.order), {})}`);
  return true;
}
