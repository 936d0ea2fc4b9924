import t from "tap";
import type { MessageCodec } from "../../../../src/netlink/message/message-codec.ts";
import {
  classAttrs,
  classMessage,
  isTcClass,
  type TcClass,
} from "../../../../src/netlink/route/class/class-message.ts";
import type { HtbXstats } from "../../../../src/netlink/route/class/kinds/htb-xstats.ts";
import { type HtbClassShape, htbClassOptions } from "../../../../src/netlink/route/qdisc/kinds/htb-options.ts";
import type { RouteClient } from "../../../../src/netlink/route/route-client.ts";
import { formatTcHandle, parseTcHandle } from "../../../../src/netlink/route/tc/tc-handle.ts";
import { tcmsg } from "../../../../src/netlink/route/tc/tcmsg.ts";
import { readFixtures } from "../fixture.ts";
import { testFixtures } from "../message-fixtures.ts";

const place = { index: 3, parent: parseTcHandle("1:"), handle: parseTcHandle("1:1") };
const htb = (shape: HtbClassShape) => ({ ...place, kind: "htb" as const, options: htbClassOptions(shape) });
const slow = htb({ rate: 500_000 });

testFixtures(t, {
  folder: "class",
  headerSize: tcmsg.size,
  codec: classMessage as MessageCodec<object, object>,
  attrs: classAttrs,
  uncovered: {
    chain: "of filters",
    dumpFlags: "of dumps of filters",
    dumpInvisible: "of qdiscs",
    egressBlock: "of qdiscs",
    extWarnMsg: "sent with a request that the kernel carries out with a remark, by newer drivers",
    fcnt: "neither sent nor read by the kernel",
    hwOffload: "of qdiscs",
    ingressBlock: "of qdiscs",
    pad: "padding",
    rate: "of classes with an estimator, which is encoded as that of a qdisc",
    stab: "of qdiscs",
  },
  intents: {
    htb: ({ class: client }) => client.add(htb({ rate: 1_000_000 })),
    "htb-all": ({ class: client }) =>
      client.add({
        ...htb({
          ...{ rate: 1_000_000, ceil: 2_000_000, burst: 20_480, cburst: 30_720 },
          ...{ prio: 3, quantum: 3000, mtu: 2000 },
        }),
        handle: parseTcHandle("1:20"),
      }),
    "htb-rate64": ({ class: client }) =>
      client.add(htb({ rate: 10e9, ceil: 11.25e9, burst: 1 << 20, cburst: 1 << 20 })),
    change: ({ class: client }) => client.change(slow),
    replace: ({ class: client }) => client.replace(slow),
    delete: ({ class: client }: RouteClient) => client.delete({ index: 3, handle: place.handle }),
  },
});

function formatRate(wide: bigint | undefined, narrow = 0): string {
  const bits = Number(wide ?? narrow) * 8;
  return bits % 1e9 === 0 ? `${bits / 1e9}Gbit` : `${bits / 1e6}Mbit`;
}

/** Parts of iproute2's text, which 6.1 prints also where it is asked for JSON. */
function print(each: TcClass): readonly string[] {
  const { parms, rate64, ceil64 } = (isTcClass(each, "htb") ? each.options : undefined) ?? {};
  const { tokens, ctokens, lends, borrows, giants } = each.xstats as HtbXstats;
  const { drops, overlimits, requeues } = each.stats2?.queue ?? {};
  return [
    `class ${each.kind} ${formatTcHandle(each.handle)} root prio ${parms?.prio} quantum ${parms?.quantum} `,
    `rate ${formatRate(rate64, parms?.rate?.rate)} ceil ${formatRate(ceil64, parms?.ceil?.rate)} `,
    `Sent ${each.stats2?.basic?.bytes} bytes ${each.stats2?.basic?.packets} pkt `,
    `(dropped ${drops}, overlimits ${overlimits} requeues ${requeues})`,
    `lended: ${lends} borrowed: ${borrows} giants: ${giants}`,
    `tokens: ${tokens} ctokens: ${ctokens}`,
  ];
}

t.test("classes say what tc prints of them", async (t) => {
  for (const { name, show } of readFixtures("class")) {
    const [reply] = show?.replies ?? [];
    if (show === undefined || reply === undefined) continue;
    const each = classMessage.decode(new DataView(reply.buffer, reply.byteOffset, reply.length), 16, reply.length);
    const printed = String(show.printed);
    for (const part of print(each)) t.ok(printed.includes(part), `${name}: ${part} in ${printed}`);
  }
});
