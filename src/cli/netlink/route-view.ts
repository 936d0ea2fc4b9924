import type { Nexthop } from "../../netlink/route/route/nexthop.ts";
import type { Route } from "../../netlink/route/route/route.ts";
import * as uapi from "../../netlink/uapi/rtnetlink.ts";
import { bitWords, familyWord, protocolWord, routeTypeWord, scopeWord, tableWord } from "./number-words.ts";
import { clause, type NameOf, snakeCase, type View, view, words } from "./view.ts";

const FLAGS = [
  [uapi.RTNH_F_DEAD, "dead"],
  [uapi.RTNH_F_ONLINK, "onlink"],
  [uapi.RTNH_F_PERVASIVE, "pervasive"],
  [uapi.RTNH_F_OFFLOAD, "offload"],
  [uapi.RTNH_F_TRAP, "trap"],
  [uapi.RTNH_F_LINKDOWN, "linkdown"],
  [uapi.RTNH_F_UNRESOLVED, "unresolved"],
  [uapi.RTM_F_OFFLOAD, "rt_offload"],
  [uapi.RTM_F_TRAP, "rt_trap"],
] as const;

/** Index is ICMPV6_ROUTER_PREF_* (RFC 4191). */
const PREFERENCES = ["medium", "high", "", "low"];

/** `default` for a prefix of no bits, an address alone for one of all bits. */
function shortPrefix(prefix: string): string {
  const [address = "", length] = prefix.split("/");
  if (length === "0") return "default";
  return length === (address.includes(":") ? "128" : "32") ? address : prefix;
}

function viewNexthop({ gateway, via, oif, hops = 0, flags = 0 }: Nexthop, nameOf: NameOf): View {
  return view({
    gateway,
    via: via === undefined ? undefined : { family: familyWord(via.family), host: via.address },
    dev: oif === undefined || oif === 0 ? undefined : nameOf(oif),
    weight: hops + 1,
    flags: bitWords(flags, FLAGS),
  });
}

/** As `ip -j -d route`, the table always said. */
export function viewRoute(route: Route, nameOf: NameOf): View {
  const { via, oif, metrics, multipath, pref } = route;
  return view({
    type: routeTypeWord(route.type),
    dst: shortPrefix(route.dst),
    from: route.src === undefined ? undefined : shortPrefix(route.src),
    gateway: route.gateway,
    via: via === undefined ? undefined : { family: familyWord(via.family), host: via.address },
    dev: oif === undefined ? undefined : nameOf(oif),
    // What a lookup answers is made for it: it is in no table, and nobody's.
    ...((route.flags & uapi.RTM_F_CLONED) === 0
      ? { table: tableWord(route.table), protocol: protocolWord(route.protocol), scope: scopeWord(route.scope) }
      : {}),
    prefsrc: route.prefsrc,
    metric: route.priority,
    nhid: route.nhId,
    uid: route.uid,
    metrics: metrics === undefined ? undefined : [snakeCase(metrics)],
    flags: bitWords(route.flags, FLAGS),
    cache: (route.flags & uapi.RTM_F_CLONED) === 0 ? undefined : [],
    nexthops: multipath?.map((hop) => viewNexthop(hop, nameOf)),
    pref: pref === undefined ? undefined : PREFERENCES[pref],
  });
}

const viaClause = ({ via }: View): string =>
  via === undefined ? "" : `via ${(via as unknown as View).family} ${(via as unknown as View).host}`;

/** The lines of `ip route show table all` and of `ip route get`: one, and one more for each next hop. */
export function routeLines(route: View): string[] {
  const { type, table, protocol, scope, metrics, flags, nexthops = [] } = route;
  const [metric = {}] = (metrics ?? []) as unknown as View[];
  const metricWords = words(...Object.entries(metric).map(([name, value]) => `${name} ${value}`));
  const looked = route.cache !== undefined;
  const line = words(
    type === "unicast" ? "" : type,
    route.dst,
    clause("from", route.from),
    clause("nhid", route.nhid),
    clause("via", route.gateway),
    viaClause(route),
    clause("dev", route.dev),
    table === "main" ? "" : clause("table", table),
    protocol === "boot" ? "" : clause("proto", protocol),
    scope === "global" ? "" : clause("scope", scope),
    clause("src", route.prefsrc),
    clause("metric", route.metric),
    ...(flags as string[]),
    clause("uid", route.uid),
    looked ? "" : metricWords,
    clause("pref", route.pref),
  );
  const hops = (nexthops as unknown as View[]).map((hop) =>
    words(
      "\tnexthop",
      clause("via", hop.gateway),
      viaClause(hop),
      clause("dev", hop.dev),
      clause("weight", hop.weight),
      ...(hop.flags as string[]),
    ),
  );
  return [line, ...hops, ...(looked ? [`    ${words("cache", metricWords)}`] : [])];
}
