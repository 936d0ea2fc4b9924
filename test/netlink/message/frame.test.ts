import t from "tap";
import { type Frame, forEachFrame } from "../../../src/netlink/message/frame.ts";
import { nlmsghdr } from "../../../src/netlink/message/header.ts";
import { NLMSG_HDRLEN } from "../../../src/netlink/uapi/netlink.ts";
import { hex, refusal } from "../bytes.ts";

function frames(text: string): Pick<Frame, "type" | "flags" | "seq" | "start" | "end">[] {
  const list: Pick<Frame, "type" | "flags" | "seq" | "start" | "end">[] = [];
  forEachFrame(hex(text), ({ view: _, ...rest }) => void list.push(rest));
  return list;
}

t.test("several messages, lengths that are no multiple of four", (t) => {
  const first = "13000000 1000 0200 07000000 2a000000 aabbcc 00";
  const last = "11000000 0300 0000 08000000 00000000 dd";
  const header = { type: 16, flags: 2, seq: 7 };
  t.same(frames(first + last), [
    { ...header, start: 16, end: 19 },
    { type: 3, flags: 0, seq: 8, start: 36, end: 37 },
  ]);
  t.same(frames(`${last}0000`).length, 1, "padding behind the last");
  t.same(frames(""), []);
  t.end();
});

t.test("a header is as long as its struct", async (t) => t.equal(NLMSG_HDRLEN, nlmsghdr.size));

t.test("the view is that of the datagram, wherever in its buffer that is", (t) => {
  const room = hex(`ffffff ${"14000000 1000 0000 01000000 00000000 04030201"}`);
  forEachFrame(room.subarray(3), ({ view, start }) => t.equal(view.getUint32(start, true), 0x01020304));
  t.plan(1);
});

t.test("lengths that cannot be", (t) => {
  const rest = "1000 0000 01000000 00000000 00000000";
  for (const [length, reason] of [
    ["00000000", /message length 0 at offset 0/],
    ["0f000000", /message length 15 at offset 0/],
    ["15000000", /message length 21 at offset 0 does not fit the 20 bytes/],
    ["ffffffff", /message length 4294967295/],
  ] as const) {
    t.match(
      refusal(() => frames(length + rest)),
      reason,
    );
  }
  t.match(
    refusal(() => frames(`14000000${rest}01020304`)),
    /message length 4 at offset 20/,
    "half a header",
  );
  t.end();
});
