import type { FilterInput } from "../../netlink/route/filter/filter.ts";
import type { QdiscInput } from "../../netlink/route/qdisc/qdisc-message.ts";
import { ETH_P_ALL } from "../../netlink/uapi/if_ether.ts";
import { TC_ACT_OK, TC_ACT_STOLEN, TC_U32_TERMINAL } from "../../netlink/uapi/pkt_cls.ts";
import { TC_H_INGRESS, TC_H_ROOT } from "../../netlink/uapi/pkt_sched.ts";
import { TCA_EGRESS_REDIR } from "../../netlink/uapi/tc_act/tc_mirred.ts";
import { type TokenBucket, tbfData } from "./token-bucket.ts";

/** `1:` */
export const BUCKET_HANDLE = 0x0001_0000;
/** `ffff:` */
export const INGRESS_HANDLE = 0xffff_0000;
/** `1:1` */
const CLASSID = 0x0001_0001;

/** The limit of what leaves a link. */
export function bucketOf(index: number, bucket: TokenBucket): QdiscInput {
  return { index, parent: TC_H_ROOT, handle: BUCKET_HANDLE, kind: "tbf", options: tbfData(bucket) };
}

/** Where what comes in by a link can be sent elsewhere. */
export function ingressOf(index: number): QdiscInput & { index: number; parent: number } {
  return { index, parent: TC_H_INGRESS, handle: INGRESS_HANDLE, kind: "ingress" };
}

/** Everything that comes in by one link leaves by another. That the action is there twice is the reference's doing. */
export function redirect(index: number, ifindex: number): FilterInput {
  const act = [TC_ACT_STOLEN, TC_ACT_OK].map(
    (action) => ({ kind: "mirred", options: { parms: { action, eaction: TCA_EGRESS_REDIR, ifindex } } }) as const,
  );
  const options = { sel: { flags: TC_U32_TERMINAL, keys: [{}] }, classid: CLASSID, act };
  return { index, parent: INGRESS_HANDLE, protocol: ETH_P_ALL, prio: 1, kind: "u32", options };
}
