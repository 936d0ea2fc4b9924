import t from "tap";
import type { MessageCodec } from "../../../../src/netlink/message/message-codec.ts";
import { type Action, type ActionInput, isAction } from "../../../../src/netlink/route/action/action.ts";
import type { SkbeditData } from "../../../../src/netlink/route/action/kinds/skbedit.ts";
import type { VlanActionData } from "../../../../src/netlink/route/action/kinds/vlan.ts";
import { decodeFilter, type Filter, type FilterInput, isFilter } from "../../../../src/netlink/route/filter/filter.ts";
import { filterAttrs, filterMessage } from "../../../../src/netlink/route/filter/filter-message.ts";
import type { FlowerData } from "../../../../src/netlink/route/filter/kinds/flower.ts";
import type { MatchallData } from "../../../../src/netlink/route/filter/kinds/matchall.ts";
import type { U32Data } from "../../../../src/netlink/route/filter/kinds/u32.ts";
import type { RouteClient } from "../../../../src/netlink/route/route-client.ts";
import { rateTable, transmitTicksOfTc } from "../../../../src/netlink/route/tc/psched.ts";
import { formatTcHandle, parseTcHandle } from "../../../../src/netlink/route/tc/tc-handle.ts";
import { tcmsg } from "../../../../src/netlink/route/tc/tcmsg.ts";
import {
  ETH_P_8021AD,
  ETH_P_8021Q,
  ETH_P_ALL,
  ETH_P_ARP,
  ETH_P_IP,
  ETH_P_IPV6,
} from "../../../../src/netlink/uapi/if_ether.ts";
import * as uapi from "../../../../src/netlink/uapi/pkt_cls.ts";
import { PGACT_DETERM } from "../../../../src/netlink/uapi/tc_act/tc_gact.ts";
import * as mirred from "../../../../src/netlink/uapi/tc_act/tc_mirred.ts";
import { SKBEDIT_F_INHERITDSFIELD } from "../../../../src/netlink/uapi/tc_act/tc_skbedit.ts";
import * as vlan from "../../../../src/netlink/uapi/tc_act/tc_vlan.ts";
import { hex as bytes } from "../../bytes.ts";
import { type Printed, readFixtures } from "../fixture.ts";
import { testFixtures } from "../message-fixtures.ts";

const parent = parseTcHandle("ffff:");
const at = { index: 3, parent };
const ip = { ...at, protocol: ETH_P_IP, prio: 5 };
const all = { ...at, protocol: ETH_P_ALL, prio: 1 };
const classid = parseTcHandle("1:1");
const anything = { flags: uapi.TC_U32_TERMINAL, keys: [{}] };
const PIPE = { action: uapi.TC_ACT_PIPE };
const add = (filter: FilterInput) => (client: RouteClient) => client.filter.add(filter);
const u32 = (place: FilterInput, options: U32Data) => add({ ...place, kind: "u32", options });

const matchall = (options: MatchallData) => add({ ...all, kind: "matchall", options });
const skbedit = (options: SkbeditData) => matchall({ act: [{ kind: "skbedit", options }] });
const tag = (vAction: number, options: VlanActionData = {}) =>
  matchall({ act: [{ kind: "vlan", options: { parms: { ...PIPE, vAction }, ...options } }] });
const flower = (protocol: number, { classid: id, act, flags, ...keys }: FlowerData) => {
  const assigned = { ...(id === undefined ? {} : { classid: id }), ...(act === undefined ? {} : { act }) };
  const options = { ...keys, ...assigned, flags, keyEthType: protocol } as FlowerData;
  return add({ ...at, protocol, prio: 5, kind: "flower", options });
};

function toV1(eaction: number, action: number): ActionInput {
  return { kind: "mirred", options: { parms: { eaction, action, ifindex: 2 } } };
}

testFixtures(t, {
  folder: "filter",
  headerSize: tcmsg.size,
  codec: filterMessage as MessageCodec<object, object>,
  decode: decodeFilter,
  attrs: filterAttrs,
  looseNests: true,
  uncovered: {
    dumpFlags: "of terse dumps, which iproute2 6.1 does not ask for here",
    dumpInvisible: "of qdiscs",
    egressBlock: "of qdiscs",
    extWarnMsg: "sent with a request that the kernel carries out with a remark, by newer drivers",
    fcnt: "neither sent nor read by the kernel",
    hwOffload: "of qdiscs",
    ingressBlock: "of qdiscs",
    pad: "padding",
    rate: "of filters with police in the form from before there were actions",
    stab: "of qdiscs",
    stats: "of filters with police in the form from before there were actions",
    stats2: "of filters with police in the form from before there were actions",
    xstats: "of no filter",
  },
  intents: {
    "u32-all": u32(all, { classid, act: [toV1(mirred.TCA_EGRESS_REDIR, uapi.TC_ACT_STOLEN)], sel: anything }),
    "u32-keys": u32(ip, {
      act: [toV1(mirred.TCA_EGRESS_MIRROR, uapi.TC_ACT_PIPE)],
      sel: {
        flags: uapi.TC_U32_TERMINAL,
        keys: [
          { val: 0x0a010000, mask: 0xffff0000, off: 16 },
          { val: 0x00060000, mask: 0x00ff0000, off: 8 },
        ],
      },
    }),
    "u32-offset": u32(ip, {
      classid,
      sel: {
        flags: uapi.TC_U32_TERMINAL | uapi.TC_U32_VAROFFSET | uapi.TC_U32_EAT,
        offmask: 0x0f00,
        offshift: 6,
        keys: [{ val: 80, mask: 0xffff, offmask: -1 }],
      },
    }),
    "u32-table": u32({ ...ip, handle: 1 << 20 }, { divisor: 256 }),
    "u32-hashed": u32(ip, { link: 1 << 20, sel: { hmask: 0xff, hoff: 12, keys: [{}] } }),
    "u32-mark": u32(ip, {
      mark: { val: 0x10, mask: 0xff, success: 0 },
      classid,
      sel: { flags: uapi.TC_U32_TERMINAL, keys: [] },
    }),
    "u32-indev": u32(ip, { indev: "v0", classid, sel: anything, flags: uapi.TCA_CLS_FLAGS_SKIP_HW }),
    "u32-two-actions": u32(all, {
      act: [toV1(mirred.TCA_INGRESS_MIRROR, uapi.TC_ACT_PIPE), toV1(mirred.TCA_INGRESS_REDIR, uapi.TC_ACT_STOLEN)],
      sel: anything,
    }),
    bpf: add({
      ...{ ...all, kind: "bpf" },
      options: { classid, opsLen: 2, ops: bytes("28 00 00 00 0c000000  06 00 00 00 ffffffff") },
    }),
    chain: u32({ ...at, protocol: ETH_P_IPV6, prio: 5, chain: 7 }, { classid, sel: anything }),
    matchall: matchall({
      classid,
      act: [{ kind: "gact", options: { parms: { action: uapi.TC_ACT_SHOT } } }],
    }),
    "matchall-police": matchall({
      act: [
        {
          kind: "police",
          options: {
            tbf: {
              ...{ action: uapi.TC_ACT_SHOT, burst: transmitTicksOfTc(125_000, 10_240), mtu: 2048 },
              rate: rateTable(125_000, { mtu: 2048 }).spec,
            },
            rate: rateTable(125_000, { mtu: 2048 }).table,
          },
        },
      ],
    }),
    "police-packets": matchall({
      act: [
        {
          kind: "police",
          options: {
            tbf: { action: uapi.TC_ACT_SHOT },
            pktrate64: 1000n,
            pktburst64: BigInt(transmitTicksOfTc(1000, 100)),
          },
        },
      ],
    }),
    "gact-random": matchall({
      act: [
        {
          kind: "gact",
          options: {
            parms: { action: uapi.TC_ACT_OK },
            prob: { ptype: PGACT_DETERM, pval: 10, paction: uapi.TC_ACT_SHOT },
          },
        },
      ],
    }),
    skbedit: skbedit({
      ...{ parms: PIPE, queueMapping: 3, priority: parseTcHandle("1:2") },
      ...{ mark: 7, mask: 0xff, ptype: 0 },
    }),
    "skbedit-inherit": skbedit({ parms: PIPE, flags: BigInt(SKBEDIT_F_INHERITDSFIELD) }),
    "vlan-pop": tag(vlan.TCA_VLAN_ACT_POP),
    "vlan-push": tag(vlan.TCA_VLAN_ACT_PUSH, {
      ...{ pushVlanId: 5, pushVlanProtocol: ETH_P_8021AD, pushVlanPriority: 3 },
    }),
    "vlan-modify": tag(vlan.TCA_VLAN_ACT_MODIFY, { pushVlanId: 6 }),
    "vlan-push-eth": tag(vlan.TCA_VLAN_ACT_PUSH_ETH, {
      ...{ pushEthDst: "02:00:00:00:00:01", pushEthSrc: "02:00:00:00:00:02" },
    }),
    "flower-ipv4": flower(ETH_P_IP, {
      ...{ keyIpv4Src: "10.1.0.0", keyIpv4SrcMask: "255.255.0.0" },
      ...{ keyIpv4Dst: "10.2.0.7", keyIpv4DstMask: "255.255.255.255" },
      ...{ keyIpProto: 6, keyTcpDst: 443, keyTcpFlags: 2, keyTcpFlagsMask: 0x12 },
      ...{ keyIpTos: 0x10, keyIpTosMask: 0xff, keyIpTtl: 64, keyIpTtlMask: 0xff },
      ...{ classid, flags: 0 },
    }),
    "flower-ipv6": flower(ETH_P_IPV6, {
      ...{ keyIpv6Src: "2001:db8::", keyIpv6SrcMask: "ffff:ffff::", keyIpProto: 17, keyUdpSrc: 53 },
      ...{ act: [{ kind: "gact", options: { parms: { action: uapi.TC_ACT_SHOT } } }], flags: 0 },
    }),
    "flower-ether": flower(ETH_P_8021Q, {
      ...{ keyEthDst: "02:00:00:00:00:01", keyEthDstMask: "ff:ff:ff:ff:ff:ff" },
      ...{ keyEthSrc: "02:00:00:00:00:02", keyEthSrcMask: "ff:ff:ff:00:00:00" },
      ...{ keyVlanId: 5, keyVlanPrio: 3, keyVlanEthType: ETH_P_IP },
      ...{ classid, flags: uapi.TCA_CLS_FLAGS_SKIP_HW },
    }),
    "flower-arp": flower(ETH_P_ARP, {
      ...{ keyArpSip: "10.1.0.1", keyArpSipMask: "255.255.255.255" },
      ...{ keyArpTip: "10.1.0.2", keyArpTipMask: "255.255.255.255" },
      ...{ keyArpOp: 1, keyArpOpMask: 0xff, keyArpSha: "02:00:00:00:00:01", keyArpShaMask: "ff:ff:ff:ff:ff:ff" },
      ...{ classid, flags: 0 },
    }),
    "flower-icmp": flower(ETH_P_IP, {
      ...{ keyIpProto: 1, keyIcmpv4Type: 8, keyIcmpv4TypeMask: 0xff, keyIcmpv4Code: 0, keyIcmpv4CodeMask: 0xff },
      ...{ classid, flags: 0 },
    }),
    delete: (client) => client.filter.delete({ ...at, prio: 5 }),
    "delete-handle": (client) => client.filter.delete({ ...ip, kind: "u32", handle: 0x80000800 }),
  },
});

const PROTOCOLS: Readonly<Record<number, string>> = {
  [ETH_P_ALL]: "all",
  [ETH_P_IP]: "ip",
  [ETH_P_IPV6]: "ipv6",
  [ETH_P_ARP]: "arp",
  [ETH_P_8021Q]: "802.1Q",
};
const EACTIONS: readonly string[] = ["", "egress redirect", "egress mirror", "ingress redirect", "ingress mirror"];
const CONTROLS: Readonly<Record<number, string>> = { [uapi.TC_ACT_PIPE]: "pipe", [uapi.TC_ACT_STOLEN]: "stolen" };
const hex = (value = 0): string => value.toString(16);

/** Table, bucket and number: `800::800`, `1:`. */
function printHandle(handle: number): string {
  const [table, bucket, node] = [handle >>> 20, (handle >>> 12) & 0xff, handle & 0xfff];
  return `${hex(table)}:${bucket === 0 ? "" : hex(bucket)}${node === 0 ? "" : `:${hex(node)}`}`;
}

/** The members of iproute2's JSON that a filter is known by. */
function print(filter: Filter): Printed {
  const { protocol, prio, kind, chain } = filter;
  const printed = { protocol: PROTOCOLS[protocol], pref: prio, kind, chain };
  return isFilter(filter, "u32") && filter.options !== undefined
    ? { ...printed, options: printU32(filter.handle, filter.options) }
    : printed;
}

function printU32(handle: number, options: U32Data): Printed {
  const { divisor, sel, classid, indev, link, act } = options;
  const key = sel?.keys.at(-1);
  return {
    fh: printHandle(handle),
    ...(divisor === undefined ? {} : { ht_divisor: divisor }),
    ...(classid === undefined ? {} : { flowid: formatTcHandle(classid) }),
    ...(indev === undefined ? {} : { input_dev: indev }),
    ...(link === undefined ? {} : { link: printHandle(link) }),
    ...(key === undefined ? {} : { match: { value: hex(key.val), mask: hex(key.mask), off: key.off } }),
    ...(sel?.hmask ? { hash_mask: hex(sel.hmask), hash_off: sel.hoff } : {}),
    ...(act === undefined ? {} : { actions: act.map(printAction) }),
  };
}

function printAction(action: Action, at: number): Printed {
  const {
    eaction = 0,
    action: control = 0,
    index,
    refcnt,
  } = (isAction(action, "mirred") ? action.options?.parms : undefined) ?? {};
  const [direction, mirred_action] = EACTIONS[eaction]?.split(" ") ?? [];
  const done = {
    direction,
    mirred_action,
    to_dev: "v1",
    control_action: { type: CONTROLS[control] },
    index,
    ref: refcnt,
  };
  return { order: at + 1, kind: action.kind, ...done, stats: { bytes: 0, ...action.stats?.queue } };
}

function decodeAll(replies: readonly Uint8Array[]): Filter[] {
  return replies.map((reply) =>
    decodeFilter(new DataView(reply.buffer, reply.byteOffset, reply.length), 16, reply.length),
  );
}

t.test("filters say what tc prints of them", async (t) => {
  for (const { name, show } of readFixtures("filter")) {
    // iproute2 6.1 prints no JSON of an offset, and of several keys the last.
    if (show === undefined || name === "u32-offset") continue;
    t.match(show.printed, decodeAll(show.replies).map(print), name);
  }
});

t.test("what iproute2 does not print", async (t) => {
  const optionsOf = (fixture: string): U32Data | undefined => {
    const found = readFixtures("filter").find(({ name }) => name === fixture)?.show?.replies ?? [];
    const filter = decodeAll(found).at(-1);
    return filter !== undefined && isFilter(filter, "u32") ? filter.options : undefined;
  };
  t.match(optionsOf("u32-offset")?.sel, {
    offmask: 0x0f00,
    offshift: 6,
    keys: [{ val: 80, mask: 0xffff, offmask: -1 }],
  });
  t.match(optionsOf("u32-keys")?.sel?.keys[0], { val: 0x0a010000, mask: 0xffff0000, off: 16 });
});

t.test("actions on what the kernel knows of a packet, and on its tags", async (t) => {
  const actionsOf = (fixture: string): readonly Action[] | undefined => {
    const found = readFixtures("filter").find(({ name }) => name === fixture)?.show?.replies ?? [];
    const filter = decodeAll(found).at(-1);
    return filter !== undefined && isFilter(filter, "matchall") ? filter.options?.act : undefined;
  };
  t.match(actionsOf("skbedit"), [
    { kind: "skbedit", options: { queueMapping: 3, priority: 0x10002, mark: 7, mask: 0xff, ptype: 0 } },
  ]);
  t.match(actionsOf("skbedit-inherit"), [{ options: { flags: BigInt(SKBEDIT_F_INHERITDSFIELD) } }]);
  t.match(actionsOf("vlan-push"), [
    { kind: "vlan", options: { pushVlanId: 5, pushVlanProtocol: ETH_P_8021AD, pushVlanPriority: 3 } },
  ]);
  t.match(actionsOf("vlan-modify"), [{ options: { pushVlanId: 6, pushVlanProtocol: ETH_P_8021Q } }]);
  t.match(actionsOf("vlan-push-eth"), [
    { options: { pushEthDst: "02:00:00:00:00:01", pushEthSrc: "02:00:00:00:00:02" } },
  ]);
});
