import { IPPROTO_TCP, IPPROTO_UDP } from "../../../uapi/in.ts";
import { NFPROTO_IPV6 } from "../../../uapi/netfilter.ts";
import * as uapi from "../../../uapi/nf_tables.ts";
import { HOST_LITTLE_ENDIAN } from "../../../wire/byte-order.ts";
import { WireError } from "../../../wire/codec.ts";
import type { Expression } from "../../nftables/expr/expression.ts";
import type { Expressions } from "../../nftables/expr/expressions.ts";
import type { Rule } from "../../nftables/rule/rule.ts";
import type { Extension } from "../extension.ts";
import type { TcpInfo } from "../match/tcp.ts";
import { decodeAddress } from "./address-test.ts";
import { findVerdict, isRaw } from "./encode-rule.ts";
import { findMatch, findTarget } from "./extensions.ts";
import { decodeInterface } from "./interface-test.ts";
import type { IptablesRule, Match, RawExtension, Target } from "./iptables-rule.ts";
import { decodePortRange, decodePorts } from "./port-expressions.ts";
import { testOf } from "./test.ts";

/** Where the value in a register is from. */
interface Loaded {
  /** NFT_META_*; undefined for bytes of a packet. */
  readonly key?: number;
  readonly base?: number;
  readonly offset?: number;
  readonly mask?: Uint8Array;
}

interface Reading {
  readonly family: number;
  readonly rule: IptablesRule & { matches: Match[] };
  /** By register. */
  readonly loaded: Map<number, Loaded>;
}

type Reader<D> = (reading: Reading, data: D) => boolean;

/** Offsets of the protocol in struct iphdr and struct ipv6hdr, which iptables before 1.8.0 compared. */
const PROTOCOL = { ip: 9, ip6: 6 };

/**
 * The rule in the words of iptables; undefined for one that iptables-nft would not have written, and for what it writes
 * without a match that this library does not know (`-f`, `-m limit`).
 */
export function decodeRule({
  family,
  expressions = [],
}: Pick<Rule, "family" | "expressions">): IptablesRule | undefined {
  const matches: Match[] = [];
  const reading: Reading = { family, rule: { matches }, loaded: new Map() };
  for (const expression of expressions) if (!read(reading, expression)) return undefined;
  const { matches: _, ...rest } = reading.rule;
  return matches.length === 0 ? rest : reading.rule;
}

function read(reading: Reading, { name = "", data }: Expression): boolean {
  const reader = Object.hasOwn(readers, name) ? readers[name as keyof typeof readers] : undefined;
  if (reader === undefined || data === undefined || data instanceof Uint8Array) return false;
  return (reader as Reader<typeof data>)(reading, data);
}

const readers: { readonly [K in keyof Expressions]?: Reader<Expressions[K]> } = {
  counter: () => true,
  meta({ loaded }, { key, dreg }) {
    if (key === undefined || dreg === undefined) return false;
    loaded.set(dreg, { key });
    return true;
  },
  payload({ loaded }, { dreg, base, offset }) {
    if (dreg === undefined || base === undefined || offset === undefined) return false;
    loaded.set(dreg, { base, offset });
    return true;
  },
  bitwise({ loaded }, { sreg, dreg, mask, xor }) {
    const from = sreg === undefined ? undefined : loaded.get(sreg);
    if (from === undefined || dreg === undefined || mask?.value === undefined) return false;
    if (xor?.value?.every((byte) => byte === 0) !== true) return false;
    loaded.set(dreg, { ...from, mask: mask.value });
    return true;
  },
  cmp(reading, { sreg, op, data }) {
    const from = sreg === undefined ? undefined : reading.loaded.get(sreg);
    if (from === undefined || op === undefined || data?.value === undefined) return false;
    return readComparison(reading, from, { op, value: data.value });
  },
  range(reading, { sreg, op, from, to }) {
    const { base, offset, mask } = (sreg === undefined ? undefined : reading.loaded.get(sreg)) ?? {};
    if (base !== uapi.NFT_PAYLOAD_TRANSPORT_HEADER || offset === undefined || mask !== undefined) return false;
    if (op === undefined || from?.value === undefined || to?.value === undefined) return false;
    return addPorts(reading, decodePortRange({ offset, op, start: from.value, end: to.value }));
  },
  immediate({ rule }, { dreg, data }) {
    const { code, chain } = data?.verdict ?? {};
    if (dreg !== uapi.NFT_REG_VERDICT || code === undefined) return false;
    if (code === uapi.NFT_GOTO && chain !== undefined) {
      rule.goto = chain;
      return true;
    }
    const jump = code === uapi.NFT_JUMP ? chain : findVerdict(code);
    if (jump === undefined) return false;
    rule.jump = jump;
    return true;
  },
  match({ rule }, data) {
    rule.matches.push(decodeExtension(findMatch(data.name ?? ""), data) as Match);
    return true;
  },
  target({ rule, family }, data) {
    rule.jump = decodeExtension(findTarget(data.name ?? "", family), data) as Target;
    return true;
  },
};

function decodeExtension(
  extension: Extension<unknown> | undefined,
  { name = "", rev = 0, info = new Uint8Array(0) }: Expressions["match"],
): RawExtension | { name: string; info: unknown } {
  const raw = { name, revision: rev, info };
  if (extension?.revision !== rev) return raw;
  try {
    const view = new DataView(info.buffer, info.byteOffset, info.length);
    return { name, info: extension.info.decode(view, 0, info.length, { path: [], issues: [] }) };
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return raw;
  }
}

interface Comparison {
  readonly op: number;
  readonly value: Uint8Array;
}

function readComparison(reading: Reading, from: Loaded, compared: Comparison): boolean {
  const { base, offset, mask } = from;
  if (from.key !== undefined) return readMeta(reading, from, compared);
  if (offset === undefined) return false;
  if (base === uapi.NFT_PAYLOAD_TRANSPORT_HEADER) return addPorts(reading, decodePorts({ offset, mask, ...compared }));
  if (base !== uapi.NFT_PAYLOAD_NETWORK_HEADER) return false;
  const { rule, family } = reading;
  if (offset === (family === NFPROTO_IPV6 ? PROTOCOL.ip6 : PROTOCOL.ip)) return readProtocol(reading, compared);
  const address = decodeAddress({ offset, mask, ...compared }, family);
  if (address === undefined || rule[address.side] !== undefined) return false;
  rule[address.side] = address.test;
  return true;
}

function readProtocol({ rule }: Reading, { op, value }: Comparison): boolean {
  const protocol = value.length === 1 ? testOf(op, value[0] ?? 0) : undefined;
  if (protocol === undefined) return false;
  rule.protocol = protocol;
  return true;
}

function readMeta(reading: Reading, { key, mask }: Loaded, { op, value }: Comparison): boolean {
  const { rule } = reading;
  if (key === uapi.NFT_META_MARK) return readMark(reading, mask, { op, value });
  if (mask !== undefined) return false;
  if (key === uapi.NFT_META_L4PROTO) return readProtocol(reading, { op, value });
  if (key !== uapi.NFT_META_IIFNAME && key !== uapi.NFT_META_OIFNAME) return false;
  const link = decodeInterface(op, value);
  if (link === undefined) return false;
  rule[key === uapi.NFT_META_IIFNAME ? "inInterface" : "outInterface"] = link;
  return true;
}

function readMark({ rule }: Reading, mask: Uint8Array | undefined, { op, value }: Comparison): boolean {
  if (value.length !== 4 || (op !== uapi.NFT_CMP_EQ && op !== uapi.NFT_CMP_NEQ)) return false;
  const info = { mark: hostNumber(value), mask: mask === undefined ? 0xffffffff : hostNumber(mask) };
  rule.matches.push({ name: "mark", info: op === uapi.NFT_CMP_NEQ ? { ...info, not: true } : info });
  return true;
}

function hostNumber(bytes: Uint8Array): number {
  const whole = new Uint8Array(4);
  whole.set(bytes.subarray(0, 4));
  return new DataView(whole.buffer).getUint32(0, HOST_LITTLE_ENDIAN);
}

/** Tests of one match come in several expressions. */
function addPorts({ rule }: Reading, found: TcpInfo | undefined): boolean {
  const name = rule.protocol === IPPROTO_TCP ? "tcp" : rule.protocol === IPPROTO_UDP ? "udp" : undefined;
  if (found === undefined || name === undefined || (name === "udp" && found.flags !== undefined)) return false;
  const last = rule.matches.at(-1);
  const sofar = last?.name === name && !isRaw(last) ? (last.info as TcpInfo) : undefined;
  const goesOn = sofar !== undefined && !Object.keys(found).some((key) => key in sofar);
  if (goesOn) rule.matches.pop();
  rule.matches.push({ name, info: goesOn ? { ...sofar, ...found } : found } as Match);
  return true;
}
