import t from "tap";
import { followEvents } from "../../../src/netlink/socket/event-monitor.ts";
import type { Transport } from "../../../src/netlink/socket/transport.ts";
import { TransportError, type TransportFailure } from "../../../src/netlink/socket/transport-error.ts";
import { hex } from "../bytes.ts";
import { rejects } from "../errors.ts";

/** Two messages of 16 bytes, of the types that are given. */
const datagram = (...types: number[]): Uint8Array =>
  hex(types.map((type) => `10000000 ${type.toString(16)}00 0000 00000000 00000000`).join(" "));

/** Follows a transport that gives these, one after the other, and notes what is done. */
function follow(entries: readonly (Uint8Array | TransportFailure)[], initial = false) {
  const left = [...entries];
  const done: unknown[] = [];
  const transport: Transport = {
    send: () => {},
    receive: async () => {
      const next = left.shift() ?? "closed";
      if (typeof next === "string") throw new TransportError(next, next);
      return next;
    },
    discard: () => void done.push("discard"),
    close: () => {},
  };
  async function* list() {
    done.push("list");
    yield { event: "present", type: 99 };
  }
  const decode = ({ type }: { type: number }) => (type === 0x20 ? undefined : { event: "new", type });
  return { done, events: followEvents({ transport, decode, list, initial }) };
}

async function collect(events: AsyncIterable<unknown>): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const event of events) all.push(event);
  return all;
}

const NEW = { event: "new", type: 0x10 };
const PRESENT = { event: "present", type: 99 };

t.test("all messages of a datagram in order; others are left out; closing is the end", async (t) => {
  const { events, done } = follow([datagram(0x10, 0x20, 0x11), datagram(0x10)]);
  t.strictSame(await collect(events), [NEW, { event: "new", type: 0x11 }, NEW]);
  t.strictSame(done, []);
});

t.test("a loss: what came before it is thrown away before the list is made", async (t) => {
  const { events, done } = follow([datagram(0x10), "overrun", datagram(0x10)]);
  t.strictSame(await collect(events), [NEW, { event: "overrun" }, PRESENT, { event: "synced" }, NEW]);
  t.strictSame(done, ["discard", "list"]);
});

t.test("first what is there", async (t) => {
  const { events, done } = follow([datagram(0x10)], true);
  t.strictSame(await collect(events), [PRESENT, { event: "synced" }, NEW]);
  t.strictSame(done, ["list"]);
});

t.test("other failures are the reader's", async (t) => {
  await rejects(t, collect(follow(["system"]).events), { failure: "system" });
});
