import t from "tap";
import { decodeRoute } from "../../../../src/netlink/route/route/decode-route.ts";
import type { Route } from "../../../../src/netlink/route/route/route.ts";
import { routeMessage } from "../../../../src/netlink/route/route/route-message.ts";
import { AF_INET6, AF_MPLS } from "../../../../src/netlink/uapi/socket.ts";
import { WireError } from "../../../../src/netlink/wire/codec.ts";
import { readFixtures } from "../fixture.ts";

const NLMSG_HDRLEN = 16;

/** A route read by the table alone. */
function decodeByTable(view: DataView, start: number, end: number): Route {
  const { dstLen, srcLen, rtmTable, table, dst, src, ...rest } = routeMessage.decode(view, start, end);
  const none =
    rest.family === AF_INET6 || rest.family === 129 ? "::" : rest.family === 2 || rest.family === 128 ? "0.0.0.0" : "";
  const from = src !== undefined || srcLen !== 0 ? { src: `${src ?? none}/${srcLen}` } : {};
  const to = rest.family === AF_MPLS ? (dst ?? "") : `${dst ?? none}/${dstLen}`;
  return { ...rest, ...from, dst: to, table: table ?? rtmTable };
}

function outcome(decode: typeof decodeRoute, message: Uint8Array): unknown {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  try {
    return decode(view, NLMSG_HDRLEN, message.length);
  } catch (error) {
    if (error instanceof WireError) return error.message;
    throw error;
  }
}

const messages = readFixtures("route").flatMap(({ name, request, show }) =>
  [...(request === undefined ? [] : [request]), ...(show?.replies ?? [])].map((message) => ({ name, message })),
);

t.test("the short cuts read what the table reads", async (t) => {
  t.ok(messages.length > 100);
  for (const { name, message } of messages)
    t.strictSame(outcome(decodeRoute, message), outcome(decodeByTable, message), name);
});

t.test("also of messages that are cut off or altered", async (t) => {
  const different: string[] = [];
  const compare = (message: Uint8Array, what: string): void => {
    const [ours, theirs] = [outcome(decodeRoute, message), outcome(decodeByTable, message)];
    // Offsets in the words of broken framing count from where the reading started.
    const words = (value: unknown): string =>
      JSON.stringify(value, (key, each) =>
        key === "reason"
          ? ""
          : each !== null && typeof each === "object" && !Array.isArray(each)
            ? Object.fromEntries(Object.entries(each).sort())
            : typeof each === "bigint"
              ? String(each)
              : each,
      );
    if (words(ours) !== words(theirs)) different.push(`${what}: ${words(ours)} ${words(theirs)}`);
  };
  for (const { name, message } of messages.slice(0, 60)) {
    for (let at = NLMSG_HDRLEN; at < message.length; at++) {
      compare(message.slice(0, at), `${name} cut at ${at}`);
      for (const byte of [0, 0xff, 1 ^ (message[at] ?? 0)]) {
        const altered = message.slice();
        altered[at] = byte;
        compare(altered, `${name} with ${byte} at ${at}`);
      }
    }
  }
  t.strictSame(different.slice(0, 5), []);
});
