import {
  NETLINK_GENERIC,
  NETLINK_NETFILTER,
  NETLINK_ROUTE,
  NLMSG_DONE,
  NLMSG_ERROR,
  NLMSG_NOOP,
  NLMSG_OVERRUN,
} from "../uapi/netlink.ts";
import { kindsOf, type MessageKind, type MessageKinds } from "./message-kind.ts";
import { netfilterKinds } from "./netfilter-kinds.ts";
import { routeKinds } from "./route-kinds.ts";

/** What every protocol has (below NLMSG_MIN_TYPE). */
const controlKinds: MessageKinds = new Map(kindsOf(undefined, { NLMSG_NOOP, NLMSG_ERROR, NLMSG_DONE, NLMSG_OVERRUN }));

const protocols: readonly { readonly name: string; readonly protocol: number; readonly kinds?: MessageKinds }[] = [
  { name: "NETLINK_ROUTE", protocol: NETLINK_ROUTE, kinds: routeKinds },
  { name: "NETLINK_NETFILTER", protocol: NETLINK_NETFILTER, kinds: netfilterKinds },
  { name: "NETLINK_GENERIC", protocol: NETLINK_GENERIC },
];

/** What a type means in a protocol; of one that is not known, its number is the name. */
export function findKind(protocol: number, type: number): MessageKind {
  const kinds = protocols.find((each) => each.protocol === protocol)?.kinds;
  return controlKinds.get(type) ?? kinds?.get(type) ?? { name: `type ${type}` };
}

/** `NETLINK_ROUTE`; of a protocol without a name here, `protocol 9`. */
export function protocolName(protocol: number): string {
  return protocols.find((each) => each.protocol === protocol)?.name ?? `protocol ${protocol}`;
}
