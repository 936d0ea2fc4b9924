import t from "tap";
import { actionAttrs } from "../../../src/netlink/route/action/action.ts";
import { actionMessageAttrs } from "../../../src/netlink/route/action/action-message.ts";
import { gactAttrs } from "../../../src/netlink/route/action/kinds/gact.ts";
import { mirredAttrs } from "../../../src/netlink/route/action/kinds/mirred.ts";
import { policeAttrs } from "../../../src/netlink/route/action/kinds/police.ts";
import { skbeditAttrs } from "../../../src/netlink/route/action/kinds/skbedit.ts";
import { vlanAttrs } from "../../../src/netlink/route/action/kinds/vlan.ts";
import { addrAttrs, addrMessage } from "../../../src/netlink/route/addr/addr-message.ts";
import { classAttrs } from "../../../src/netlink/route/class/class-message.ts";
import { filterAttrs } from "../../../src/netlink/route/filter/filter-message.ts";
import { bpfAttrs } from "../../../src/netlink/route/filter/kinds/bpf.ts";
import { matchallAttrs } from "../../../src/netlink/route/filter/kinds/matchall.ts";
import { u32Attrs } from "../../../src/netlink/route/filter/kinds/u32.ts";
import { fdbExtAttrs, neighAttrs, neighMessage } from "../../../src/netlink/route/neigh/neigh-message.ts";
import { nsidAttrs } from "../../../src/netlink/route/nsid/nsid-message.ts";
import { fqCodelAttrs } from "../../../src/netlink/route/qdisc/kinds/fq-codel.ts";
import { htbAttrs } from "../../../src/netlink/route/qdisc/kinds/htb.ts";
import { tbfAttrs } from "../../../src/netlink/route/qdisc/kinds/tbf.ts";
import { qdiscAttrs } from "../../../src/netlink/route/qdisc/qdisc-message.ts";
import { type Nexthop, nexthopAttrs } from "../../../src/netlink/route/route/nexthop.ts";
import {
  mplsRouteAttrs,
  type RouteMessage,
  routeAttrs,
  routeMessage,
} from "../../../src/netlink/route/route/route-message.ts";
import { metricsAttrs } from "../../../src/netlink/route/route/route-metrics.ts";
import { ruleAttrs, ruleMessage } from "../../../src/netlink/route/rule/rule-message.ts";
import { tcStats2Attrs } from "../../../src/netlink/route/tc/tc-stats.ts";
import * as fibRules from "../../../src/netlink/uapi/fib_rules.ts";
import * as genStats from "../../../src/netlink/uapi/gen_stats.ts";
import * as ifAddr from "../../../src/netlink/uapi/if_addr.ts";
import * as neighbour from "../../../src/netlink/uapi/neighbour.ts";
import * as netNamespace from "../../../src/netlink/uapi/net_namespace.ts";
import * as pktCls from "../../../src/netlink/uapi/pkt_cls.ts";
import * as pktSched from "../../../src/netlink/uapi/pkt_sched.ts";
import * as rtnetlink from "../../../src/netlink/uapi/rtnetlink.ts";
import * as tcGact from "../../../src/netlink/uapi/tc_act/tc_gact.ts";
import * as tcMirred from "../../../src/netlink/uapi/tc_act/tc_mirred.ts";
import * as tcSkbedit from "../../../src/netlink/uapi/tc_act/tc_skbedit.ts";
import * as tcVlan from "../../../src/netlink/uapi/tc_act/tc_vlan.ts";
import type { AttrSet } from "../../../src/netlink/wire/attr-table.ts";
import { readFixtures } from "./fixture.ts";

interface Table {
  readonly set: AttrSet;
  readonly constants: Readonly<Record<string, unknown>>;
  readonly prefix: string;
  /** Constants with the prefix that are no rows: what they are instead. */
  readonly none?: Readonly<Record<string, string>>;
}

const unused = "the kernel neither sends nor reads it";
const notRoutes = {
  RTA_UNSPEC: unused,
  RTA_PROTOINFO: unused,
  RTA_SESSION: unused,
  RTA_MP_ALGO: unused,
  RTA_PAD: "padding",
};

const kindOfCounters = "the kind of a struct";

const tables: readonly Table[] = [
  { set: addrAttrs, constants: ifAddr, prefix: "IFA_" },
  { set: routeAttrs, constants: rtnetlink, prefix: "RTA_", none: notRoutes },
  { set: mplsRouteAttrs, constants: rtnetlink, prefix: "RTA_", none: notRoutes },
  { set: metricsAttrs, constants: rtnetlink, prefix: "RTAX_" },
  { set: neighAttrs, constants: neighbour, prefix: "NDA_" },
  { set: fdbExtAttrs, constants: neighbour, prefix: "NFEA_" },
  { set: ruleAttrs, constants: fibRules, prefix: "FRA_", none: { FRA_PAD: "padding" } },
  { set: nsidAttrs, constants: netNamespace, prefix: "NETNSA_" },
  { set: qdiscAttrs, constants: rtnetlink, prefix: "TCA_" },
  { set: filterAttrs, constants: rtnetlink, prefix: "TCA_" },
  { set: classAttrs, constants: rtnetlink, prefix: "TCA_" },
  { set: htbAttrs, constants: pktSched, prefix: "TCA_HTB_" },
  {
    set: fqCodelAttrs,
    constants: pktSched,
    prefix: "TCA_FQ_CODEL_",
    none: { TCA_FQ_CODEL_XSTATS_QDISC: kindOfCounters, TCA_FQ_CODEL_XSTATS_CLASS: kindOfCounters },
  },
  { set: matchallAttrs, constants: pktCls, prefix: "TCA_MATCHALL_" },
  { set: bpfAttrs, constants: pktCls, prefix: "TCA_BPF_", none: { TCA_BPF_FLAG_ACT_DIRECT: "a flag" } },
  { set: policeAttrs, constants: pktCls, prefix: "TCA_POLICE_" },
  { set: gactAttrs, constants: tcGact, prefix: "TCA_GACT_" },
  { set: tbfAttrs, constants: pktSched, prefix: "TCA_TBF_" },
  { set: u32Attrs, constants: pktCls, prefix: "TCA_U32_" },
  { set: actionMessageAttrs, constants: rtnetlink, prefix: "TCA_ROOT_" },
  { set: actionAttrs, constants: pktCls, prefix: "TCA_ACT_" },
  { set: mirredAttrs, constants: tcMirred, prefix: "TCA_MIRRED_" },
  { set: skbeditAttrs, constants: tcSkbedit, prefix: "TCA_SKBEDIT_" },
  { set: vlanAttrs, constants: tcVlan, prefix: "TCA_VLAN_" },
  { set: tcStats2Attrs, constants: genStats, prefix: "TCA_STATS_" },
];

/** Values and flags that share the prefix of attributes. */
const OTHER = /^IFA_F_|^RTAX_FEATURE_|^TCA_ACT_FLAG_|^TCA_VLAN_ACT_|_NOT_ASSIGNED$/;
/** Those of another set, whose prefix is longer. */
const NESTED_PREFIX = /^TCA_ROOT_/;

const camel = (name: string): string =>
  name.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());

t.test("every constant of a set is a row, under its own name", async (t) => {
  for (const { set, constants, prefix, none = {} } of tables) {
    const names = Object.keys(constants).filter(
      (name) => name.startsWith(prefix) && !OTHER.test(name) && NESTED_PREFIX.test(name) === NESTED_PREFIX.test(prefix),
    );
    const expected = names
      .filter((name) => none[name] === undefined)
      .map((name) => [camel(name.slice(prefix.length)), constants[name] as number] as const);
    const rows = Object.entries(set.rows).map(([key, { type }]) => [key, type] as const);
    const byType = (a: readonly [string, number], b: readonly [string, number]): number => a[1] - b[1];
    t.strictSame([...rows].sort(byType), [...expected].sort(byType), prefix);
  }
});

t.test("no two rows of a set have one number", async (t) => {
  for (const set of [...tables.map((table) => table.set), nexthopAttrs]) {
    const types = Object.values(set.rows).map(({ type }) => type);
    t.equal(new Set(types).size, types.length, set.name);
  }
});

t.test("no attribute has the name of a member of its message's fixed part", async (t) => {
  const messages = [addrMessage, routeMessage, neighMessage, ruleMessage];
  const sets: AttrSet[] = [addrAttrs, routeAttrs, neighAttrs, ruleAttrs];
  for (const [at, message] of messages.entries()) {
    const fixed = Object.keys(message.decode(new DataView(new ArrayBuffer(16)), 0, 12));
    t.strictSame(
      Object.keys(sets[at]?.rows ?? {}).filter((key) => fixed.includes(key)),
      [],
      message.name,
    );
  }
});

t.test("every metric and every attribute of next hops has a fixture", async (t) => {
  const routes = readFixtures("route").flatMap(({ request, show }) =>
    [...(request === undefined ? [] : [request]), ...(show?.replies ?? [])].map((message): RouteMessage => {
      const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
      return routeMessage.decode(view, 16, message.length);
    }),
  );
  const keys = (objects: readonly object[]): Set<string> => new Set(objects.flatMap(Object.keys));
  const metrics = keys(routes.map((route) => route.metrics ?? {}));
  t.strictSame(
    Object.keys(metricsAttrs.rows).filter((key) => !metrics.has(key)),
    [],
  );
  const hops = keys(routes.flatMap((route): Nexthop[] => route.multipath ?? []));
  t.strictSame(
    Object.keys(nexthopAttrs.rows).filter((key) => !hops.has(key)),
    [],
  );
});
