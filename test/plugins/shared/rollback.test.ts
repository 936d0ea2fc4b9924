import t from "tap";
import { addrMessage } from "../../../src/netlink/route/addr/addr-message.ts";
import { NetlinkError } from "../../../src/netlink/socket/netlink-error.ts";
import { TransportError } from "../../../src/netlink/socket/transport-error.ts";
import { EPERM } from "../../../src/netlink/uapi/errno.ts";
import { withRollback } from "../../../src/plugins/shared/rollback.ts";

const refusal = new NetlinkError(
  { operation: "add link", bytes: new Uint8Array(16), codec: addrMessage },
  { errno: EPERM, extAck: {} },
);
const lost = new TransportError("timeout", "no answer");

function makeLog() {
  const log: string[] = [];
  const warn = (message: string) => void log.push(`warned: ${message}`);
  return { log, context: { warn, sides: [] } };
}

t.test("what succeeds is not undone", async (t) => {
  const { log, context } = makeLog();
  const value = await withRollback(context, async (rollback) => {
    rollback.add("one", () => void log.push("one"));
    return 7;
  });
  t.equal(value, 7);
  t.strictSame(log, []);
});

t.test("a failure undoes in reverse order, whatever fails meanwhile, and is thrown on", async (t) => {
  const { log, context } = makeLog();
  const failing = withRollback(context, async (rollback) => {
    rollback.add("one", () => void log.push("one"));
    rollback.add("two", async () => {
      throw new TypeError("stuck");
    });
    rollback.add("three", async () => void log.push("three"));
    throw lost;
  });
  await t.rejects(failing, { message: "no answer" });
  t.strictSame(log, ["three", "one", "warned: undoing a failed ADD: two: stuck"]);
});

t.test("a change is undone when it happened or may have happened, not when the kernel refused it", async (t) => {
  for (const [failure, undone] of [
    [undefined, ["undone"]],
    [lost, ["undone"]],
    [refusal, []],
  ] as const) {
    const { log, context } = makeLog();
    const failing = withRollback(context, async (rollback) => {
      const run = () => {
        if (failure !== undefined) throw failure;
        return 7;
      };
      t.equal(await rollback.perform({ undoing: "it", run, undo: () => void log.push("undone") }), 7);
      throw refusal;
    });
    await t.rejects(failing, { message: (failure ?? refusal).message });
    t.strictSame(log, undone, failure?.message ?? "happened");
  }
});

t.test("sides get new sockets before the undos use them", async (t) => {
  const { log, context } = makeLog();
  const side = { renew: async () => void log.push("renewed") };
  const failing = withRollback({ ...context, sides: [side as never] }, async (rollback) => {
    rollback.add("one", () => void log.push("one"));
    throw lost;
  });
  await t.rejects(failing);
  t.strictSame(log, ["renewed", "one"]);
});
