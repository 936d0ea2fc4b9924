import t from "tap";
import { type Ack, decodeAck } from "../../../src/netlink/message/ack.ts";
import { type Frame, forEachFrame } from "../../../src/netlink/message/frame.ts";
import { hex, refusal } from "../bytes.ts";

const TLVS = "0c000100 4e6f206c6f766500";

function ack(text: string): Ack {
  const bytes = hex(text);
  new DataView(bytes.buffer).setUint32(0, bytes.length, true);
  const found: Frame[] = [];
  forEachFrame(bytes, (frame) => void found.push(frame));
  return decodeAck(found[0] as Frame);
}

const echoedHeader = "20000000 1000 0500 01000000 00000000";

t.test("NLMSG_ERROR", (t) => {
  const capped = (errno: string, flags = "0001"): string =>
    `00000000 0200 ${flags} 01000000 2a000000 ${errno} ${echoedHeader}`;
  t.same(ack(capped("00000000")), { errno: 0, extAck: {} });
  t.same(ack(capped("efffffff")), { errno: 17, extAck: {} });
  t.same(
    ack(`${capped("efffffff", "0003")} 0a000100 6e6f21003333 0000 08000200 20000000`),
    { errno: 17, extAck: { msg: "no!", offs: 32 } },
    "capped",
  );
  const echoedBody = "00000000 00000000 00000000 00000000";
  t.same(
    ack(`${capped("efffffff", "0002")} ${echoedBody} 0a000100 6e6f21003333 0000`),
    { errno: 17, extAck: { msg: "no!" } },
    "not capped: behind the whole request",
  );
  t.same(
    ack(
      `00000000 0200 0002 01000000 00000000 ffffffff 1e000000 1000 0500 01000000 00000000 ${echoedBody} 08000200 20000000`,
    ),
    { errno: 1, extAck: { offs: 32 } },
    "whose length is rounded up",
  );
  t.same(
    ack(`${capped("efffffff", "0001")} 08000200 20000000`),
    { errno: 17, extAck: {} },
    "without the flag there are none",
  );
  t.end();
});

t.test("every attribute of an extended acknowledgement", (t) => {
  const attrs = `08000200 20000000  0c000300 0102030405060708  08000500 03000000  08000600 24000000
    14000480 08000100 0b000000 08000700 0f000000`;
  t.same(ack(`00000000 0200 0003 01000000 2a000000 eaffffff ${echoedHeader} ${attrs}`).extAck, {
    offs: 32,
    cookie: hex("0102030405060708"),
    missType: 3,
    missNest: 36,
    policy: { type: 11, maxLength: 15 },
  });
  t.end();
});

t.test("NLMSG_DONE says an errno too", (t) => {
  t.same(ack("00000000 0300 0200 01000000 2a000000 00000000"), { errno: 0, extAck: {} });
  t.same(ack("00000000 0300 0200 01000000 2a000000 eaffffff"), { errno: 22, extAck: {} });
  t.same(ack("00000000 0300 0202 01000000 2a000000 eaffffff 0a000100 6e6f21000000 0000"), {
    errno: 22,
    extAck: { msg: "no!" },
  });
  t.same(ack("00000000 0300 0200 01000000 2a000000"), { errno: 0, extAck: {} }, "or nothing");
  t.same(ack("00000000 0300 0200 01000000 2a000000 05000000"), { errno: 0, extAck: {} }, "what is positive is none");
  t.end();
});

t.test("what is cut short", (t) => {
  t.match(
    refusal(() => ack("00000000 0200 0000 01000000 2a000000")),
    /NLMSG_ERROR of 0 bytes/,
    "is no success",
  );
  t.match(
    refusal(() => ack("00000000 0200 0000 01000000 2a000000 0000")),
    /NLMSG_ERROR of 2 bytes/,
  );
  t.same(ack("00000000 0200 0002 01000000 2a000000 ffffffff"), { errno: 1, extAck: {} });
  for (const length of ["f0ffffff", "00000080", "ffffff7f"]) {
    const echoed = `${length} 1000 0500 01000000 00000000`;
    const lie = `00000000 0200 0002 01000000 2a000000 ffffffff ${echoed} ${TLVS}`;
    t.same(ack(lie), { errno: 1, extAck: {} }, `an echo of ${length} bytes`);
  }
  t.end();
});
