import t from "tap";
import type { MessageCodec } from "../../../../src/netlink/message/message-codec.ts";
import { htbOptions } from "../../../../src/netlink/route/qdisc/kinds/htb-options.ts";
import type { TbfData } from "../../../../src/netlink/route/qdisc/kinds/tbf.ts";
import { type TbfShape, tbfOptions } from "../../../../src/netlink/route/qdisc/kinds/tbf-options.ts";
import {
  isQdisc,
  type Qdisc,
  type QdiscInput,
  qdiscAttrs,
  qdiscMessage,
} from "../../../../src/netlink/route/qdisc/qdisc-message.ts";
import type { RouteClient } from "../../../../src/netlink/route/route-client.ts";
import { ticksToUs, usToTicks } from "../../../../src/netlink/route/tc/psched.ts";
import { formatTcHandle, parseTcHandle } from "../../../../src/netlink/route/tc/tc-handle.ts";
import { tcmsg } from "../../../../src/netlink/route/tc/tcmsg.ts";
import { TC_H_INGRESS, TC_H_ROOT, TC_LINKLAYER_ATM } from "../../../../src/netlink/uapi/pkt_sched.ts";
import { hex } from "../../bytes.ts";
import { type Printed, readFixtures } from "../fixture.ts";
import { testFixtures } from "../message-fixtures.ts";

const index = 3;
const root = { index, parent: TC_H_ROOT, handle: parseTcHandle("1:") };
const ingress = { index, parent: TC_H_INGRESS, handle: parseTcHandle("ffff:") };
const tbf = (shape: TbfShape): QdiscInput => ({ ...root, kind: "tbf", options: tbfOptions(shape) });
const add = (qdisc: QdiscInput) => (client: RouteClient) => client.qdisc.add(qdisc);
const slow = tbf({ rate: 500_000, burst: 102_400, latencyUs: 25_000 });
const limited = { rate: 125_000, burst: 10_240, limit: 20_480 };

const priomap = Uint8Array.of(1, 2, 2, 2, 1, 2, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1);

testFixtures(t, {
  folder: "qdisc",
  headerSize: tcmsg.size,
  codec: qdiscMessage as MessageCodec<object, object>,
  attrs: qdiscAttrs,
  uncovered: {
    chain: "of filters",
    dumpFlags: "of dumps of filters, where iproute2 does not send it",
    extWarnMsg: "sent with a request that the kernel carries out with a remark, by newer drivers",
    fcnt: "neither sent nor read by the kernel",
    pad: "padding",
  },
  intents: {
    tbf: add(tbf({ rate: 1_000_000, burst: 102_400, latencyUs: 25_000 })),
    "tbf-limit": add(tbf({ ...limited, mpu: 64, overhead: 18 })),
    "tbf-peakrate": add(tbf({ rate: 125_000, burst: 10_240, latencyUs: 70_000, peakrate: 250_000, mtu: 1600 })),
    "tbf-rate64": add(tbf({ rate: 10e9, burst: 10_485_760, latencyUs: 25_000, peakrate: 11.25e9, mtu: 1500 })),
    ingress: add({ ...ingress, kind: "ingress" }),
    clsact: add({ ...ingress, kind: "clsact" }),
    change: (client) => client.qdisc.change(slow),
    replace: (client) => client.qdisc.replace({ ...slow, handle: parseTcHandle("2:") }),
    delete: (client) => client.qdisc.delete({ index, parent: TC_H_ROOT }),
    "delete-ingress": (client) => client.qdisc.delete({ ...ingress, kind: "ingress" }),
    stab: add({
      ...tbf(limited),
      stab: {
        base: { cellLog: 9, cellAlign: -1, overhead: 4, linklayer: TC_LINKLAYER_ATM, mpu: 64, mtu: 2048, tsize: 8 },
        data: [583, 1166, 1696, 2279, 2862, 3392, 3975, 4558],
      },
    }),
    "ingress-block": add({ ...ingress, kind: "ingress", ingressBlock: 22 }),
    "clsact-blocks": add({ ...ingress, kind: "clsact", ingressBlock: 22, egressBlock: 23 }),
    htb: add({ ...root, kind: "htb", options: htbOptions({ default: 0x20, r2q: 5 }) }),
    pfifo: add({ ...root, kind: "pfifo", options: { limit: 77 } }),
    bfifo: add({ ...root, kind: "bfifo", options: { limit: 7777 } }),
    // An empty nest follows, of what prio has had no more since 2008.
    prio: add({ ...root, kind: "prio", options: { bands: 3, priomap, rest: hex("04000200") } }),
    "pfifo-fast": add({ ...root, kind: "pfifo_fast" }),
    "fq-codel": add({
      ...root,
      kind: "fq_codel",
      options: {
        ...{ limit: 1000, flows: 64, quantum: 1514, interval: 100_000, target: 5000, ecn: 0 },
        ...{ ceThreshold: 1000, memoryLimit: 4 << 20, dropBatchSize: 32 },
      },
    }),
    netem: add({
      ...root,
      kind: "netem",
      options: {
        ...{
          latency: usToTicks(100_000),
          limit: 500,
          loss: 0x028f5c29,
          duplicate: 0x051eb852,
          jitter: usToTicks(10_000),
        },
        corr: { delayCorr: 0x40000000, lossCorr: 0x0ccccccd, dupCorr: 0 },
        corrupt: { probability: 0x00418937, correlation: 0 },
      },
    }),
    "netem-rate": add({
      ...root,
      kind: "netem",
      options: {
        ...{ latency: usToTicks(10_000), limit: 1000, gap: 5 },
        corr: {},
        reorder: { probability: 0x40000000, correlation: 0x80000000 },
        rate: { rate: 125_000, packetOverhead: 20, cellSize: 100, cellOverhead: 5 },
      },
    }),
    "netem-rate64": add({
      ...root,
      kind: "netem",
      options: { limit: 1000, rate64: 10_000_000_000n, rate: { rate: 0xffffffff } },
    }),
    "list-invisible": (client) => client.qdisc.list({ invisible: true }),
    estimator: add({ ...tbf(limited), rate: { interval: 0, ewmaLog: 3 } }),
  },
});

/** The members of iproute2's JSON that a qdisc is known by. */
function print(qdisc: Qdisc): Printed {
  const { kind, handle, parent, info, stats2, ingressBlock, egressBlock } = qdisc;
  return {
    kind,
    handle: handle === 0 ? "0:" : formatTcHandle(handle),
    ...(parent === TC_H_ROOT ? { root: true } : { parent: formatTcHandle(parent) }),
    ...(info > 1 ? { refcnt: info } : {}),
    ...(ingressBlock === undefined ? {} : { ingress_block: ingressBlock }),
    ...(egressBlock === undefined ? {} : { egress_block: egressBlock }),
    options: printOptions(qdisc),
    bytes: Number(stats2?.basic?.bytes),
    packets: stats2?.basic?.packets,
    ...stats2?.queue,
  };
}

function printOptions(qdisc: Qdisc): Printed {
  if (isQdisc(qdisc, "tbf")) return printTbf(qdisc.options);
  if (isQdisc(qdisc, "fq_codel")) {
    const { limit, flows, quantum, target, interval, ceThreshold, memoryLimit, dropBatchSize } = qdisc.options ?? {};
    const bounds = { ce_threshold: ceThreshold, memory_limit: memoryLimit, drop_batch: dropBatchSize };
    return { limit, flows, quantum, target, interval, ...bounds };
  }
  if (isQdisc(qdisc, "netem")) {
    const { limit, gap, latency64 = 0n } = qdisc.options ?? {};
    return { limit, gap, ...(latency64 === 0n ? {} : { delay: { delay: Number(latency64) / 1e9 } }) };
  }
  if (isQdisc(qdisc, "htb")) {
    const { init, directQlen } = qdisc.options ?? {};
    const counted = { direct_packets_stat: init?.directPkts, direct_qlen: directQlen };
    return { r2q: init?.rate2quantum, default: `0x${init?.defcls?.toString(16)}`, ...counted };
  }
  if (isQdisc(qdisc, "prio") || isQdisc(qdisc, "pfifo_fast")) {
    return { bands: qdisc.options?.bands, priomap: [...(qdisc.options?.priomap ?? [])] };
  }
  return isQdisc(qdisc, "pfifo") || isQdisc(qdisc, "bfifo") ? { limit: qdisc.options?.limit } : {};
}

function printTbf({ parms, rate64 }: TbfData = {}): Printed {
  const { rate = {}, limit = 0, buffer = 0 } = parms ?? {};
  const bytes = Number(rate64 ?? rate.rate);
  const latencyUs = Math.trunc(1e6 * (limit / bytes) - ticksToUs(buffer));
  const options = { rate: bytes, mpu: rate.mpu, lat: latencyUs };
  return rate.overhead === 0 ? options : { ...options, overhead: rate.overhead };
}

t.test("qdiscs say what tc prints of them", async (t) => {
  for (const { name, show } of readFixtures("qdisc")) {
    if (show === undefined) continue;
    const listed = show.replies.map((reply) =>
      qdiscMessage.decode(new DataView(reply.buffer, reply.byteOffset, reply.length), 16, reply.length),
    );
    // The kernel lists those of all links, and tc prints those of one.
    const printed = listed.filter((qdisc) => qdisc.index === index || name === "list-invisible").map(print);
    t.match(show.printed, printed, name);
    t.equal(show.printed.length, printed.length);
  }
});

t.test("the counters of fq_codel", async (t) => {
  const reply = readFixtures("qdisc").find(({ name }) => name === "fq-codel")?.show?.replies[0] ?? new Uint8Array();
  const { xstats } = qdiscMessage.decode(new DataView(reply.buffer, reply.byteOffset, reply.length), 16, reply.length);
  t.match(xstats, { type: 0, maxpacket: 0, memoryUsage: 0, dropOvermemory: 0 });
});
