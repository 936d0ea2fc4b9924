import t from "tap";
import type { MessageCodec } from "../../../../src/netlink/message/message-codec.ts";
import { nsidAttrs, nsidMessage, rtgenmsg } from "../../../../src/netlink/route/nsid/nsid-message.ts";
import { type Printed, readFixtures } from "../fixture.ts";
import { testFixtures } from "../message-fixtures.ts";

/** The descriptor that iproute2 had. */
const fd = 6;

testFixtures(t, {
  folder: "nsid",
  headerSize: rtgenmsg.size,
  codec: nsidMessage as MessageCodec<object, object>,
  attrs: nsidAttrs,
  uncovered: { pid: "iproute2 opens the namespaces of processes; test/kernel/netlink/nsid has it" },
  intents: {
    set: (client) => client.nsid.set({ fd }, 7),
    "set-auto": (client) => client.nsid.set({ fd }),
    "target-nsid": (client) => client.nsid.list({ targetNsid: 7 }),
  },
});

t.test("ids are those that iproute2 prints", async (t) => {
  for (const { name, show } of readFixtures("nsid")) {
    if (show === undefined) continue;
    const ids = show.replies.map((reply): Printed => {
      const view = new DataView(reply.buffer, reply.byteOffset, reply.length);
      return { nsid: nsidMessage.decode(view, 16, reply.length).nsid };
    });
    t.strictSame(
      ids,
      show.printed.map(({ nsid }) => ({ nsid })),
      name,
    );
  }
});

t.test("a namespace that has an id there and none here", async (t) => {
  const reply = readFixtures("nsid").find(({ name }) => name === "target-nsid")?.show?.replies[0] ?? new Uint8Array(20);
  const view = new DataView(reply.buffer, reply.byteOffset, reply.length);
  t.match(nsidMessage.decode(view, 16, reply.length), { nsid: 9, currentNsid: -1 });
});
