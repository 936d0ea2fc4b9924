import t from "tap";
import type { MessageCodec } from "../../../../src/netlink/message/message-codec.ts";
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
import { ticksToUs } from "../../../../src/netlink/route/tc/psched.ts";
import { formatTcHandle, parseTcHandle } from "../../../../src/netlink/route/tc/tc-handle.ts";
import { tcmsg } from "../../../../src/netlink/route/tc/tcmsg.ts";
import { TC_H_INGRESS, TC_H_ROOT, TC_LINKLAYER_ATM } from "../../../../src/netlink/uapi/pkt_sched.ts";
import { type Printed, readFixtures } from "../fixture.ts";
import { testFixtures } from "../message-fixtures.ts";

const index = 3;
const root = { index, parent: TC_H_ROOT, handle: parseTcHandle("1:") };
const ingress = { index, parent: TC_H_INGRESS, handle: parseTcHandle("ffff:") };
const tbf = (shape: TbfShape): QdiscInput => ({ ...root, kind: "tbf", options: tbfOptions(shape) });
const add = (qdisc: QdiscInput) => (client: RouteClient) => client.qdisc.add(qdisc);
const slow = tbf({ rate: 500_000, burst: 102_400, latencyUs: 25_000 });
const limited = { rate: 125_000, burst: 10_240, limit: 20_480 };

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
    xstats: "of kinds that are not built in",
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
    options: isQdisc(qdisc, "tbf") ? printTbf(qdisc.options) : {},
    bytes: Number(stats2?.basic?.bytes),
    packets: stats2?.basic?.packets,
    ...stats2?.queue,
  };
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
