import { NFPROTO_INET, NFPROTO_IPV4, NFPROTO_IPV6 } from "../../../uapi/netfilter.ts";
import * as natUapi from "../../../uapi/nf_nat.ts";
import * as uapi from "../../../uapi/nf_tables.ts";
import { type Expression, isExpression } from "../expr/expression.ts";
import type { Nat } from "../expr/nat.ts";
import { formatFamily } from "../family.ts";
import type { DataType } from "./data-type.ts";
import { dataTypes as type } from "./data-types.ts";
import { slotOf, textOf } from "./operand.ts";
import type { RuleState } from "./rule-state.ts";

/** The text of what a statement takes from a register: a value, or what has been loaded. */
export function formatSource(state: RuleState, register: number | undefined, as: DataType): string | undefined {
  if (register === undefined) return undefined;
  const operand = state.registers.get(slotOf(register));
  if (operand === undefined) return `[ register ${register} ]`;
  if (operand.immediate === undefined) return textOf(operand);
  return as.format(operand.immediate, state.context);
}

/** The text of statements that give packets other addresses or another way; undefined for other expressions. */
export function formatNatStatement(state: RuleState, each: Expression): string | undefined {
  if (isExpression(each, "nat")) return formatNat(state, each.data);
  if (isExpression(each, "masq")) {
    return `masquerade${ports(state, each.data)}${natFlags(each.data.flags)}`;
  }
  if (isExpression(each, "redir")) return `redirect${ports(state, each.data)}${natFlags(each.data.flags)}`;
  if (isExpression(each, "tproxy")) {
    const { family = 0, regAddr, regPort } = each.data;
    const address = formatSource(state, regAddr, addressType(family)) ?? "";
    const port = formatSource(state, regPort, type.inet_service);
    const shown = regPort === undefined ? address : `${bracketed(address, family)}:${port}`;
    return `tproxy${ofFamily(state, family)} to ${shown}`;
  }
  if (isExpression(each, "dup")) {
    const { sregAddr, sregDev } = each.data;
    const device = formatSource(state, sregDev, type.iface_index);
    if (sregAddr === undefined) return `dup to ${device}`;
    const address = formatSource(state, sregAddr, addressType(state.family));
    return `dup to ${address}${device === undefined ? "" : ` device ${device}`}`;
  }
  if (isExpression(each, "fwd")) {
    const { sregDev, sregAddr, nfproto = 0 } = each.data;
    const device = formatSource(state, sregDev, type.iface_index);
    if (sregAddr === undefined) return `fwd to ${device}`;
    return `fwd ${formatFamily(nfproto)} to ${formatSource(state, sregAddr, addressType(nfproto))} device ${device}`;
  }
  return undefined;
}

function addressType(family: number): DataType {
  return family === NFPROTO_IPV6 ? type.ipv6_addr : type.ipv4_addr;
}

function bracketed(address: string, family: number): string {
  return family === NFPROTO_IPV6 && address !== "" ? `[${address}]` : address;
}

/** Which family an address is of, where that of the table does not say so. */
function ofFamily({ family: table }: RuleState, family: number): string {
  return table === NFPROTO_INET && family !== 0 && family !== NFPROTO_INET ? ` ${formatFamily(family)}` : "";
}

function formatNat(state: RuleState, data: Nat): string {
  const { type: kind, family = NFPROTO_IPV4, flags, regAddrMin, regAddrMax, regProtoMin } = data;
  const min = formatSource(state, regAddrMin, addressType(family));
  const single = regAddrMax === undefined || regAddrMax === regAddrMin || isPartOf(state, regAddrMin, regAddrMax);
  const max = single ? undefined : formatSource(state, regAddrMax, addressType(family));
  // A map to concatenations of address and port.
  const whole = regProtoMin !== undefined && isPartOf(state, regAddrMin, regProtoMin);
  const address = max === undefined ? (min ?? "") : `${min}-${max}`;
  const port = regProtoMin === undefined || whole ? "" : ports(state, data).slice(" to ".length);
  const mapped = whole ? ` ${formatFamily(family)}` : ofFamily(state, min === undefined ? 0 : family);
  const shown = port === "" ? address : `${bracketed(address, family)}${port}`;
  const netmap = ((flags ?? 0) & natUapi.NF_NAT_RANGE_NETMAP) === 0 ? "" : " prefix";
  return `${kind === uapi.NFT_NAT_SNAT ? "snat" : "dnat"}${mapped}${netmap} to ${shown}${natFlags(flags)}`;
}

/** Whether a register is behind another, of what one map has put there. */
function isPartOf({ registers }: RuleState, first: number | undefined, register: number): boolean {
  if (first === undefined) return false;
  const operand = registers.get(slotOf(first));
  return operand !== undefined && operand.immediate === undefined && !registers.has(slotOf(register));
}

interface Ports {
  readonly regProtoMin?: number | undefined;
  readonly regProtoMax?: number | undefined;
}

function ports(state: RuleState, { regProtoMin, regProtoMax }: Ports): string {
  const min = formatSource(state, regProtoMin, type.inet_service);
  if (min === undefined) return "";
  const max = regProtoMax === regProtoMin ? undefined : formatSource(state, regProtoMax, type.inet_service);
  return ` to :${min}${max === undefined || max === min ? "" : `-${max}`}`;
}

function natFlags(flags = 0): string {
  const words: string[] = [];
  if ((flags & natUapi.NF_NAT_RANGE_PROTO_RANDOM) !== 0) words.push("random");
  if ((flags & natUapi.NF_NAT_RANGE_PROTO_RANDOM_FULLY) !== 0) words.push("fully-random");
  if ((flags & natUapi.NF_NAT_RANGE_PERSISTENT) !== 0) words.push("persistent");
  return words.length === 0 ? "" : ` ${words.join(",")}`;
}
