import * as uapi from "../../../uapi/nf_tables.ts";
import type { Expression } from "../../nftables/expr/expression.ts";
import type { TcpInfo } from "../match/tcp.ts";
import type { PortTest } from "../port-test.ts";
import { compare, inRange, loadPayload, maskWith } from "./registers.ts";
import { cmpOp } from "./test.ts";

// `-m tcp` and `-m udp` as iptables 1.8.8 and later write them, without the match.

const BASE = uapi.NFT_PAYLOAD_TRANSPORT_HEADER;
/** Offsets in struct tcphdr and struct udphdr. */
const SPORT = 0;
const DPORT = 2;
const TCP_FLAGS = 13;
const MAX_PORT = 0xffff;

function portBytes(...ports: number[]): Uint8Array {
  return Uint8Array.from(ports.flatMap((port) => [port >> 8, port & 0xff]));
}

const isOne = (test: PortTest | undefined): test is PortTest =>
  test !== undefined && test.start === test.end && test.start !== 0 && test.not !== true;

function encodeSide(offset: number, test: PortTest | undefined): Expression[] {
  if (test === undefined) return [];
  const { start, end, not = false } = test;
  const load = loadPayload(BASE, offset, 2);
  if (start === end) return [load, compare(cmpOp(not), portBytes(start))];
  if (start === 0) return [load, compare(not ? uapi.NFT_CMP_GT : uapi.NFT_CMP_LTE, portBytes(end))];
  return [load, inRange(not, portBytes(start), portBytes(end))];
}

const isAll = (test: PortTest | undefined): boolean => test?.start === 0 && test.end === MAX_PORT;

/**
 * The expressions of a match of ports and flags; undefined where iptables has the match do it: a TCP option, a test that
 * nothing passes, or none at all.
 */
export function encodePorts({ sport, dport, flags, option }: TcpInfo): Expression[] | undefined {
  if (option !== undefined || isAll(sport) || isAll(dport)) return undefined;
  const expressions: Expression[] = [];
  if (flags !== undefined) {
    const op = cmpOp(flags.not === true);
    expressions.push(loadPayload(BASE, TCP_FLAGS, 1), maskWith(Uint8Array.of(flags.mask)));
    expressions.push(compare(op, Uint8Array.of(flags.comp)));
  }
  if (isOne(sport) && isOne(dport)) {
    expressions.push(loadPayload(BASE, SPORT, 4), compare(uapi.NFT_CMP_EQ, portBytes(sport.start, dport.start)));
  } else {
    expressions.push(...encodeSide(SPORT, sport), ...encodeSide(DPORT, dport));
  }
  return expressions.length === 0 ? undefined : expressions;
}

/** Bytes of the transport header that were loaded and compared. */
export interface ComparedPorts {
  readonly offset: number;
  readonly mask: Uint8Array | undefined;
  readonly op: number;
  readonly value: Uint8Array;
}

const portAt = (bytes: Uint8Array, at = 0): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);

function portTest(op: number, port: number): PortTest | undefined {
  switch (op) {
    case uapi.NFT_CMP_EQ:
      return { start: port, end: port };
    case uapi.NFT_CMP_NEQ:
      return { start: port, end: port, not: true };
    case uapi.NFT_CMP_LTE:
      return { start: 0, end: port };
    case uapi.NFT_CMP_GT:
      return { start: port + 1, end: MAX_PORT };
    case uapi.NFT_CMP_GTE:
      return { start: port, end: MAX_PORT };
    case uapi.NFT_CMP_LT:
      return { start: 0, end: port - 1 };
    default:
      return undefined;
  }
}

const sideOf = (offset: number): "sport" | "dport" | undefined =>
  offset === SPORT ? "sport" : offset === DPORT ? "dport" : undefined;

/** What a comparison tests; undefined where it is no test of ports or TCP flags. */
export function decodePorts({ offset, mask, op, value }: ComparedPorts): TcpInfo | undefined {
  if (offset === TCP_FLAGS && value.length === 1 && mask?.length === 1) {
    const flags = { mask: mask[0] ?? 0, comp: value[0] ?? 0 };
    if (op === uapi.NFT_CMP_EQ) return { flags };
    return op === uapi.NFT_CMP_NEQ ? { flags: { ...flags, not: true } } : undefined;
  }
  if (mask !== undefined) return undefined;
  if (offset === SPORT && value.length === 4 && op === uapi.NFT_CMP_EQ) {
    const [sport, dport] = [portAt(value), portAt(value, 2)];
    return { sport: { start: sport, end: sport }, dport: { start: dport, end: dport } };
  }
  const side = sideOf(offset);
  const test = value.length === 2 ? portTest(op, portAt(value)) : undefined;
  return side === undefined || test === undefined ? undefined : { [side]: test };
}

/** The same for a range of ports. */
export function decodePortRange({
  offset,
  op,
  start,
  end,
}: {
  readonly offset: number;
  readonly op: number;
  readonly start: Uint8Array;
  readonly end: Uint8Array;
}): TcpInfo | undefined {
  const side = sideOf(offset);
  if (side === undefined || start.length !== 2 || end.length !== 2) return undefined;
  const test: PortTest = { start: portAt(start), end: portAt(end) };
  return { [side]: op === uapi.NFT_RANGE_NEQ ? { ...test, not: true } : test };
}
