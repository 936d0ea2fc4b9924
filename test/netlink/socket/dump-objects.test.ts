import t from "tap";
import { dumpObjects } from "../../../src/netlink/socket/dump-objects.ts";
import { Exchange } from "../../../src/netlink/socket/exchange.ts";
import { answer, done, scriptedTransport } from "../../../src/netlink/testing/index.ts";
import { NLM_F_DUMP_INTR, NLM_F_MULTI } from "../../../src/netlink/uapi/netlink.ts";
import { list, NEW_THING, thing } from "../socket/things.ts";

t.test("long lists: every object once, in order, also after an interrupted attempt", async (t) => {
  for (const count of [0, 1, 511, 512, 513, 1500]) {
    let attempts = 0;
    const exchange = new Exchange(
      scriptedTransport((request) => {
        attempts += 1;
        const items = Array.from({ length: count }, (_, index) =>
          answer(request, { type: NEW_THING, flags: NLM_F_MULTI, codec: thing, body: { index } }),
        );
        return [...items, done(request, { flags: attempts === 1 ? NLM_F_DUMP_INTR : 0 })];
      }),
    );
    const found = await dumpObjects(exchange, list, { decode: thing.decode, accepts: () => true });
    t.equal(attempts, 2);
    t.same(
      found.map(({ index }) => index),
      Array.from({ length: count }, (_, index) => index),
      `${count} objects`,
    );
  }
});
