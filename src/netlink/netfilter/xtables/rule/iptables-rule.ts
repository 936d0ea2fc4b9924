import type { AddrtypeInfo } from "../match/addrtype.ts";
import type { ConntrackInfo } from "../match/conntrack.ts";
import type { DccpInfo } from "../match/dccp.ts";
import type { IcmpInfo } from "../match/icmp.ts";
import type { MarkTest } from "../match/mark.ts";
import type { MultiportInfo } from "../match/multiport.ts";
import type { SctpInfo } from "../match/sctp.ts";
import type { TcpInfo } from "../match/tcp.ts";
import type { UdpInfo } from "../match/udp.ts";
import type { LogInfo } from "../target/log.ts";
import type { SetMark } from "../target/mark.ts";
import type { NatRange } from "../target/nat-range.ts";
import type { RejectInfo } from "../target/reject.ts";

/** A value, or all others. */
export type Test<T> = T | { readonly not: T };

/** A rule in the words of `iptables`. */
export interface IptablesRule {
  /** `10.1.0.0/16`, `10.1.0.5`; of IPv4 also with a mask, `10.0.0.5/255.0.0.255`. */
  source?: Test<string>;
  destination?: Test<string>;
  /** The link that packets come in by; `veth+` are all whose names begin so. */
  inInterface?: Test<string>;
  outInterface?: Test<string>;
  /** IPPROTO_* */
  protocol?: Test<number>;
  /** In the order in which they are tried. */
  matches?: readonly Match[];
  /** ACCEPT, DROP, RETURN, a chain, or a target. A rule that only counts has neither this nor `goto`. */
  jump?: string | Target;
  /** A chain that is not returned from. */
  goto?: string;
}

/** What is known of matches, by name. */
export interface MatchInfos {
  addrtype: AddrtypeInfo;
  comment: string;
  conntrack: ConntrackInfo;
  dccp: DccpInfo;
  icmp: IcmpInfo;
  icmp6: IcmpInfo;
  mark: MarkTest;
  multiport: MultiportInfo;
  sctp: SctpInfo;
  tcp: TcpInfo;
  udp: UdpInfo;
}

/** What is known of targets, by name. */
export interface TargetInfos {
  DNAT: NatRange;
  LOG: LogInfo;
  MARK: SetMark;
  MASQUERADE: NatRange;
  REDIRECT: NatRange;
  REJECT: RejectInfo;
  SNAT: NatRange;
}

type Named<Infos> = { [N in keyof Infos]: { readonly name: N; readonly info: Infos[N] } }[keyof Infos];

/** A match or target that is not known, or in another revision than the known one: kept as it came. */
export interface RawExtension {
  readonly name: string;
  readonly revision: number;
  readonly info: Uint8Array;
}

export type Match = Named<MatchInfos> | RawExtension;
export type Target = Named<TargetInfos> | RawExtension;
