import { NFPROTO_IPV6 } from "../../../uapi/netfilter.ts";
import type { Extension } from "../extension.ts";
import { addrtype } from "../match/addrtype.ts";
import { comment } from "../match/comment.ts";
import { conntrack } from "../match/conntrack.ts";
import { dccp } from "../match/dccp.ts";
import { icmp, icmp6 } from "../match/icmp.ts";
import { mark } from "../match/mark.ts";
import { multiport } from "../match/multiport.ts";
import { sctp } from "../match/sctp.ts";
import { tcp } from "../match/tcp.ts";
import { udp } from "../match/udp.ts";
import { dnat, dnat6 } from "../target/dnat.ts";
import { log } from "../target/log.ts";
import { setMark } from "../target/mark.ts";
import { masquerade, masquerade6 } from "../target/masquerade.ts";
import { redirect, redirect6 } from "../target/redirect.ts";
import { reject, reject6 } from "../target/reject.ts";
import { snat, snat6 } from "../target/snat.ts";
import type { MatchInfos, TargetInfos } from "./iptables-rule.ts";

type Extensions<Infos> = { readonly [N in keyof Infos]: Extension<Infos[N]> };

export const matches: Extensions<MatchInfos> = {
  addrtype,
  comment,
  conntrack,
  dccp,
  icmp,
  icmp6,
  mark,
  multiport,
  sctp,
  tcp,
  udp,
};

const common = { LOG: log, MARK: setMark };

const targets4: Extensions<TargetInfos> = {
  ...common,
  DNAT: dnat,
  MASQUERADE: masquerade,
  REDIRECT: redirect,
  REJECT: reject,
  SNAT: snat,
};

const targets6: Extensions<TargetInfos> = {
  ...common,
  DNAT: dnat6,
  MASQUERADE: masquerade6,
  REDIRECT: redirect6,
  REJECT: reject6,
  SNAT: snat6,
};

/** The match of this name; undefined where it is not known. */
export function findMatch(name: string): Extension<unknown> | undefined {
  return Object.hasOwn(matches, name) ? (matches[name as keyof MatchInfos] as Extension<unknown>) : undefined;
}

/** The target of this name, whose info differs between the families; undefined where it is not known. */
export function findTarget(name: string, family: number): Extension<unknown> | undefined {
  const targets = family === NFPROTO_IPV6 ? targets6 : targets4;
  return Object.hasOwn(targets, name) ? (targets[name as keyof TargetInfos] as Extension<unknown>) : undefined;
}
