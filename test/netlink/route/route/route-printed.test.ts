import t from "tap";
import { decodeRoute } from "../../../../src/netlink/route/route/decode-route.ts";
import type { Nexthop } from "../../../../src/netlink/route/route/nexthop.ts";
import type { Route } from "../../../../src/netlink/route/route/route.ts";
import type { Via } from "../../../../src/netlink/route/route/via.ts";
import * as uapi from "../../../../src/netlink/uapi/rtnetlink.ts";
import { AF_INET, AF_INET6, AF_MPLS } from "../../../../src/netlink/uapi/socket.ts";
import { type Printed, readFixtures } from "../fixture.ts";

const LINKS: Readonly<Record<number, string>> = { 1: "lo", 2: "v1", 3: "v0" };
const TYPES: Readonly<Record<number, string>> = {
  1: "unicast",
  2: "local",
  3: "broadcast",
  4: "anycast",
  5: "multicast",
  6: "blackhole",
  7: "unreachable",
  8: "prohibit",
  9: "throw",
};
const PROTOCOLS: Readonly<Record<number, string>> = { 0: "unspec", 2: "kernel", 3: "boot", 4: "static" };
const SCOPES: Readonly<Record<number, string>> = { 0: "global", 200: "site", 253: "link", 254: "host" };
const TABLES: Readonly<Record<number, string>> = { 254: "main", 255: "local" };
const PREFS: Readonly<Record<number, string>> = { 0: "medium", 1: "high", 3: "low" };

const given = (key: string, value: unknown): Printed => (value === undefined ? {} : { [key]: value });
const link = (index: number | undefined): string | undefined => (index === undefined ? undefined : LINKS[index]);

/** `ip` leaves out the length of whole addresses and calls /0 the default. */
function prefix(text: string | undefined): string | undefined {
  if (text === "0.0.0.0/0" || text === "::/0") return "default";
  return text?.replace(text.includes(":") ? /\/128$/ : /\/32$/, "");
}

function printVia(via: Via | undefined): Printed | undefined {
  if (via === undefined) return undefined;
  return { family: via.family === AF_INET ? "inet" : "inet6", host: via.address };
}

function flagNames(flags: number): string[] {
  const bits: [number, string][] = [
    [uapi.RTNH_F_ONLINK, "onlink"],
    [uapi.RTNH_F_LINKDOWN, "linkdown"],
  ];
  return bits.filter(([bit]) => (flags & bit) !== 0).map(([, name]) => name);
}

function printHop(hop: Nexthop, family: number): Printed {
  const flow = hop.flow;
  return {
    ...given("flow", flow && { from: String(flow >>> 16), to: String(flow & 0xffff) }),
    ...given("to", hop.newdst),
    ...given("gateway", hop.gateway),
    ...given("via", printVia(hop.via)),
    ...given("dev", link(hop.oif)),
    ...given("weight", family === AF_MPLS ? undefined : (hop.hops ?? 0) + 1),
    flags: flagNames(hop.flags ?? 0),
  };
}

function printMetrics({
  lock = 0,
  features,
  rtt,
  rttvar,
  ccAlgo,
  rtoMin,
  quickack,
  fastopenNoCookie,
  ...rest
}: NonNullable<Route["metrics"]>): Printed {
  return {
    ...rest,
    ...given("rtt", rtt === undefined ? undefined : rtt / 8),
    ...given("rttvar", rttvar === undefined ? undefined : rttvar / 4),
    ...(features === uapi.RTAX_FEATURE_ECN ? { ecn: null } : {}),
    ...given("congestion", ccAlgo),
    ...given("rto_min", rtoMin),
    ...given("quickack", quickack),
    ...given("fastopen_no_cookie", fastopenNoCookie),
    ...given("lock", lock === 0 ? undefined : lock),
  };
}

/** The members of iproute2's JSON that say something of the route. */
function print(route: Route, table: "shown" | "hidden"): Printed {
  return {
    type: TYPES[route.type],
    dst: prefix(route.dst),
    ...given("from", prefix(route.src)),
    ...given("tos", route.tos === 0 ? undefined : `0x${route.tos.toString(16)}`),
    ...given("gateway", route.gateway),
    ...given("via", printVia(route.via)),
    ...given("to", route.newdst),
    ...given("dev", link(route.oif)),
    ...given("table", table === "shown" ? (TABLES[route.table] ?? String(route.table)) : undefined),
    protocol: PROTOCOLS[route.protocol],
    scope: SCOPES[route.scope],
    ...given("prefsrc", route.prefsrc),
    ...given("metric", route.priority),
    flags: flagNames(route.flags),
    ...given(
      "nexthops",
      route.multipath?.map((hop) => printHop(hop, route.family)),
    ),
    ...given("pref", route.pref === undefined ? undefined : PREFS[route.pref]),
    ...given("mark", route.mark),
    ...given("uid", route.uid),
  };
}

function decode(message: Uint8Array): Route {
  return decodeRoute(new DataView(message.buffer, message.byteOffset, message.length), 16, message.length);
}

/** What is printed from elsewhere, or in words of its own, and looked at in the tests below. */
const ELSEWHERE = [
  "metrics",
  "encap",
  "id",
  "dst_",
  "ttl",
  "nhid",
  "nh_info",
  "expires",
  "error",
  "cache",
  "flow",
  "ttl-propogate",
];

function comparable(printed: Printed): Printed {
  return Object.fromEntries(Object.entries(printed).filter(([key]) => !ELSEWHERE.includes(key)));
}

/** By fixture: why it is not compared. */
const NOT_COMPARED: Readonly<Record<string, string>> = {
  "encap-mpls": "iproute2 writes the labels as a second `dst`",
  "encap-ip": "iproute2 writes the tunnel's end as a second `dst`",
  "multipath-encap": "the tunnel's parameters are printed among those of the next hop",
  "ipv6-encap-seg6": "iproute2 prints the segments; ours are kept as bytes",
};

t.test("routes say what iproute2 prints of them", async (t) => {
  for (const { name, show } of readFixtures("route")) {
    if (show === undefined || NOT_COMPARED[name] !== undefined) continue;
    const routes = show.replies.map(decode);
    for (const printed of show.printed) {
      const table = printed.table === undefined ? "hidden" : "shown";
      const route = routes
        .map((each) => print(each, table))
        .filter((each) => each.dst === printed.dst && each.type === printed.type);
      const wanted = comparable(printed);
      if (name.startsWith("get") && name !== "get-fibmatch") {
        t.match(route[0] ?? {}, { dst: wanted.dst, gateway: wanted.gateway, dev: wanted.dev }, name);
      } else {
        t.ok(
          route.some((each) => sameJson(each, wanted)),
          `${name}: ${JSON.stringify(wanted)}`,
          { found: route },
        );
      }
    }
  }
});

function sameJson(a: unknown, b: unknown): boolean {
  const sorted = (value: unknown): string =>
    JSON.stringify(value, (_, each) =>
      each !== null && typeof each === "object" && !Array.isArray(each)
        ? Object.fromEntries(Object.entries(each).sort(([x], [y]) => (x < y ? -1 : 1)))
        : each,
    );
  return sorted(a) === sorted(b);
}

function routeOf(name: string, dst: string): { route: Route; printed: Printed } {
  const show = readFixtures("route").find((each) => each.name === name)?.show;
  const route = show?.replies.map(decode).find((each) => each.dst === dst);
  const printed = show?.printed.find((each) => each.dst === prefix(dst));
  return { route: route as Route, printed: printed as Printed };
}

t.test("metrics", async (t) => {
  const { route, printed } = routeOf("all-metrics", "10.2.0.0/16");
  const [shown] = printed.metrics as [Printed];
  t.strictSame(printMetrics(route.metrics ?? {}), { ...shown, ...given("lock", (1 << 2) | (1 << 13)) });
  t.strictSame(routeOf("congctl", "10.2.0.0/16").route.metrics, { ccAlgo: "reno" });
});

t.test("what iproute2 prints in words of its own", async (t) => {
  t.equal(routeOf("realms", "10.2.0.0/16").route.flow, 0x50006);
  t.equal(routeOf("nexthop-object", "10.2.0.0/16").route.nhId, 7);
  t.equal(routeOf("ipv6-attributes", "2001:db8:2::/48").route.metrics?.mtu, 1300);
  const ticks = routeOf("ipv6-attributes", "2001:db8:2::/48").route.cacheinfo?.expires ?? 0;
  t.ok(ticks > 99_000 && ticks <= 100_000, "a lifetime of 1000 s is told in the cache information, in ticks");
  t.strictSame(routeOf("mpls", "100").route.newdst, "200/300");
  const { route } = routeOf("encap-ip", "10.2.0.0/16");
  t.equal(route.encapType, 2);
  t.match(Buffer.from(route.encap ?? []).toString("hex"), /^0c000100000000000000006408000200c0000209/);
  t.equal(routeOf("ipv6-unreachable", "2001:db8:2::/48").route.family, AF_INET6);
});
