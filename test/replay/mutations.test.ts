import t from "tap";
import { formatDifference } from "../../src/cli/trace/format-difference.ts";
import type { Event } from "../../src/netlink/trace/index.ts";
import { NLMSG_HDRLEN } from "../../src/netlink/uapi/netlink.ts";
import { replayRun } from "../../src/trace/replay-run.ts";
import { readTrace } from "./traces.ts";

// What is recorded is changed, not the code: to replay, one is as good as the other.

const NAMES = ["bridge/dual-stack-ADD", "portmap/nftables-ports-ADD", "bandwidth/both-ADD"];

type Change = (bytes: Uint8Array) => Uint8Array | undefined;

/** Where the attributes of a datagram's only message may begin: struct ifinfomsg, ifaddrmsg, nfgenmsg. */
function attributesOf(bytes: Uint8Array): readonly { start: number; end: number }[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < NLMSG_HDRLEN || view.getUint32(0, true) !== bytes.length) return [];
  for (const body of [4, 8, 12, 16, 20]) {
    const found: { start: number; end: number }[] = [];
    let at = NLMSG_HDRLEN + body;
    while (at + 4 <= bytes.length) {
      const end = at + ((view.getUint16(at, true) + 3) & ~3);
      const type = view.getUint16(at + 2, true) & 0x3fff;
      if (end < at + 5 || end > bytes.length || type === 0 || type > 100) break;
      found.push({ start: at, end });
      at = end;
    }
    if (at === bytes.length && found.length > 0) return found;
  }
  return [];
}

const dropLastAttribute: Change = (bytes) => {
  const last = attributesOf(bytes).at(-1);
  if (last === undefined) return undefined;
  const shorter = bytes.slice(0, last.start);
  new DataView(shorter.buffer).setUint32(0, shorter.length, true);
  return shorter;
};

/** The last attribute of four bytes whose octets are not the same backwards. */
const swapByteOrder: Change = (bytes) => {
  const found = attributesOf(bytes).findLast(({ start, end }) => {
    const payload = bytes.subarray(start + 4, end);
    return payload.length === 4 && payload.some((byte, index) => byte !== payload[3 - index]);
  });
  if (found === undefined) return undefined;
  const changed = bytes.slice();
  changed.subarray(found.start + 4, found.end).reverse();
  return changed;
};

/** The same request, made twice. */
function isTwin(one: Uint8Array, other: Uint8Array): boolean {
  const withoutSeq = (bytes: Uint8Array): Buffer => Buffer.from(bytes).fill(0, 8, 12);
  return withoutSeq(one).equals(withoutSeq(other));
}

function withBytes(event: Event, bytes: Uint8Array): Event {
  if (event.event.case !== "sent") return event;
  return { ...event, event: { case: "sent", value: { ...event.event.value, bytes } } };
}

for (const name of NAMES) {
  const trace = readTrace(name);
  const { events } = trace;
  const sent = events.flatMap(({ event }, index) =>
    event.case === "sent" ? [{ index, bytes: event.value.bytes }] : [],
  );

  for (const [what, change] of Object.entries({
    "an attribute less": dropLastAttribute,
    "another byte order": swapByteOrder,
  })) {
    t.test(`${name}: ${what}`, async (t) => {
      let changes = 0;
      for (const { index, bytes } of sent) {
        const changed = change(bytes);
        if (changed === undefined) continue;
        changes += 1;
        const mutated = events.map((event, at) => (at === index ? withBytes(event, changed) : event));
        const { difference } = await replayRun({ ...trace, events: mutated });
        t.equal(difference?.index, index, `event ${index}`);
        if (difference !== undefined)
          t.match(formatDifference(difference, mutated), /^differs at event \d+, messages\[0\]\./);
      }
      t.ok(changes > 0, `${changes} changes`);
    });
  }

  t.test(`${name}: two requests change places`, async (t) => {
    for (const [at, { index, bytes }] of sent.entries()) {
      const next = sent[at + 1];
      if (next === undefined || isTwin(next.bytes, bytes)) continue;
      const mutated = events.map((event, each) => {
        if (each === index) return withBytes(event, next.bytes);
        return each === next.index ? withBytes(event, bytes) : event;
      });
      const { difference } = await replayRun({ ...trace, events: mutated });
      t.equal(difference?.index, index, `events ${index} and ${next.index}`);
    }
  });

  t.test(`${name}: a request less or more, another result, another exit code`, async (t) => {
    for (const { index } of sent) {
      const { difference } = await replayRun({ ...trace, events: events.filter((_, at) => at !== index) });
      t.equal(difference?.index, index);
    }
    const last = events.at(-1);
    if (last?.event.case !== "outcome") throw new TypeError(`${name} has no outcome`);
    const { value } = last.event;
    for (const other of [
      { ...value, exitCode: 1 },
      { ...value, output: value.output.slice(1) },
    ]) {
      const mutated = [...events.slice(0, -1), { ...last, event: { case: "outcome" as const, value: other } }];
      const { difference } = await replayRun({ ...trace, events: mutated });
      t.equal(difference?.index, events.length - 1);
    }
    const more = [...events.slice(0, -1), ...events.slice(-2)];
    t.ok((await replayRun({ ...trace, events: more })).difference);
  });
}

t.test("the difference names the attribute, and shows both sides", async (t) => {
  const trace = readTrace("bridge/gateway-ADD");
  const index = trace.events.findIndex(({ event }) => event.case === "sent");
  const event = trace.events[index];
  if (event?.event.case !== "sent") throw new TypeError("no request");
  const bytes = event.event.value.bytes.slice();
  // eth0 becomes etx0.
  const at = Buffer.from(bytes).indexOf("eth0");
  bytes[at + 2] = "x".charCodeAt(0);
  const events = trace.events.map((each) => (each === event ? withBytes(each, bytes) : each));
  const { difference } = await replayRun({ ...trace, events });
  if (difference === undefined) throw new TypeError("no difference");
  const text = formatDifference(difference, events);
  t.match(text, new RegExp(`^differs at event ${index}, messages\\[0\\]\\.body\\.ifname\n`));
  t.match(text, /^! messages\[0\]\.body\.ifname +"etx0" +"eth0"$/m);
  t.match(text, /^ {2}messages\[0\]\.name +"RTM_NEWLINK" +"RTM_NEWLINK"$/m);
});
