import { IPPROTO_TCP, IPPROTO_UDP } from "../../../uapi/in.ts";
import { NF_ACCEPT, NF_DROP } from "../../../uapi/netfilter.ts";
import * as uapi from "../../../uapi/nf_tables.ts";
import { HOST_LITTLE_ENDIAN } from "../../../wire/byte-order.ts";
import { WireError } from "../../../wire/codec.ts";
import { Writer } from "../../../wire/writer.ts";
import type { Expression } from "../../nftables/expr/expression.ts";
import type { Extension } from "../extension.ts";
import type { MarkTest } from "../match/mark.ts";
import { encodeAddress } from "./address-test.ts";
import { findMatch, findTarget } from "./extensions.ts";
import { encodeInterface } from "./interface-test.ts";
import type { IptablesRule, Match, RawExtension, Target } from "./iptables-rule.ts";
import { encodePorts } from "./port-expressions.ts";
import { compare, counter, loadMeta, maskWith, verdict } from "./registers.ts";
import { cmpOp, openTest } from "./test.ts";

/** What stands in the message of a rule. */
export interface EncodedRule {
  readonly expressions: Expression[];
  /** NFTA_RULE_COMPAT: matches and targets ask for the protocol that the rule is for. */
  readonly compat: { readonly proto: number; readonly flags: number };
}

/** Verdicts by the words of iptables. */
const VERDICTS: { readonly [word: string]: number } = {
  ACCEPT: NF_ACCEPT,
  DROP: NF_DROP,
  RETURN: uapi.NFT_RETURN,
};

/** The word of a verdict; undefined where it is none of iptables. */
export function findVerdict(code: number): string | undefined {
  return Object.keys(VERDICTS).find((word) => VERDICTS[word] === code);
}

/**
 * The expressions of a rule, in the order and form in which iptables-nft 1.8.9 writes them.
 * @param family NFPROTO_IPV4 or NFPROTO_IPV6
 * @throws {WireError} where a value does not fit
 */
export function encodeRule(rule: IptablesRule, family: number): EncodedRule {
  const { source, destination, inInterface, outInterface, matches = [] } = rule;
  const protocol = rule.protocol === undefined ? undefined : openTest(rule.protocol);
  const expressions: Expression[] = [];
  if (inInterface !== undefined) expressions.push(...encodeInterface(inInterface, uapi.NFT_META_IIFNAME));
  if (outInterface !== undefined) expressions.push(...encodeInterface(outInterface, uapi.NFT_META_OIFNAME));
  if (protocol !== undefined) {
    expressions.push(loadMeta(uapi.NFT_META_L4PROTO), compare(cmpOp(protocol.not), Uint8Array.of(protocol.value)));
  }
  if (source !== undefined) expressions.push(...encodeAddress(source, "source", family));
  if (destination !== undefined) expressions.push(...encodeAddress(destination, "destination", family));
  for (const match of matches) expressions.push(...encodeMatch(match, rule));
  expressions.push(counter(), ...encodeAction(rule, family));
  return {
    expressions,
    compat: { proto: protocol?.value ?? 0, flags: protocol?.not === true ? uapi.NFT_RULE_COMPAT_F_INV : 0 },
  };
}

function encodeMatch(match: Match, { protocol }: IptablesRule): Expression[] {
  if (isRaw(match)) return [compatExpression("match", match)];
  if (match.name === "mark") return encodeMark(match.info);
  const native =
    (match.name === "tcp" && protocol === IPPROTO_TCP) || (match.name === "udp" && protocol === IPPROTO_UDP)
      ? encodePorts(match.info)
      : undefined;
  return native ?? [extensionExpression("match", findMatch(match.name), match)];
}

function encodeMark({ mark, mask, not }: MarkTest): Expression[] {
  const load = loadMeta(uapi.NFT_META_MARK);
  const test = compare(cmpOp(not === true), hostBytes(mark));
  return mask === 0xffffffff ? [load, test] : [load, maskWith(hostBytes(mask)), test];
}

function hostBytes(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, HOST_LITTLE_ENDIAN);
  return bytes;
}

function encodeAction({ jump, goto }: IptablesRule, family: number): Expression[] {
  if (goto !== undefined) return [verdict(uapi.NFT_GOTO, goto)];
  if (jump === undefined) return [];
  if (typeof jump === "string") {
    const code = Object.hasOwn(VERDICTS, jump) ? VERDICTS[jump] : undefined;
    return [code === undefined ? verdict(uapi.NFT_JUMP, jump) : verdict(code)];
  }
  if (isRaw(jump)) return [compatExpression("target", jump)];
  return [extensionExpression("target", findTarget(jump.name, family), jump)];
}

/** Whether it is one that is kept as it came. */
export function isRaw(extension: Match | Target): extension is RawExtension {
  return "revision" in extension;
}

function extensionExpression(
  kind: "match" | "target",
  extension: Extension<unknown> | undefined,
  { name, info }: { readonly name: string; readonly info: unknown },
): Expression {
  if (extension === undefined) throw new WireError(`${kind} ${name} is not known: give its revision and info as bytes`);
  const writer = new Writer(64);
  writer.path.push(name);
  extension.info.encode(writer, info);
  return compatExpression(kind, { name, revision: extension.revision, info: writer.finish() });
}

function compatExpression(kind: "match" | "target", { name, revision: rev, info }: RawExtension): Expression {
  const data = { name, rev, info };
  return kind === "match" ? { name: kind, data } : { name: kind, data };
}
