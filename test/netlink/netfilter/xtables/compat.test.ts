import t from "tap";
import { compatAttrs, compatGetType, compatMessage } from "../../../../src/netlink/netfilter/xtables/compat.ts";
import { NFPROTO_IPV4 } from "../../../../src/netlink/uapi/netfilter.ts";
import { NLMSG_HDRLEN } from "../../../../src/netlink/uapi/netlink.ts";
import { Writer } from "../../../../src/netlink/wire/writer.ts";
import { toHex, viewOf } from "../../bytes.ts";
import { readCompatFixture } from "./fixture.ts";

const asked = readCompatFixture();

t.test("the question whether the kernel has a match", async (t) => {
  t.equal(compatGetType(), viewOf(asked).getUint16(4, true));
  const message = compatMessage.decode(viewOf(asked), NLMSG_HDRLEN, asked.length);
  t.strictSame(message, { family: NFPROTO_IPV4, version: 0, resId: 0, name: "comment", rev: 0, type: 0 });
  const writer = new Writer();
  compatMessage.encode(writer, message);
  t.equal(toHex(writer.finish()), toHex(asked.subarray(NLMSG_HDRLEN)));
  t.equal(compatAttrs.nameOf(3), "type");
});
