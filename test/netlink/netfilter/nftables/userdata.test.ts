import t from "tap";
import { commentUserdata } from "../../../../src/netlink/netfilter/nftables/comment.ts";
import { Writer } from "../../../../src/netlink/wire/writer.ts";
import { context, hex, toHex, viewOf } from "../../bytes.ts";
import { throws } from "../../errors.ts";

const decode = (text: string) => commentUserdata.decode(viewOf(hex(text)), 0, hex(text).length, context());
const encode = (value: object): string => {
  const writer = new Writer();
  commentUserdata.encode(writer, value as Parameters<typeof commentUserdata.encode>[1]);
  return toHex(writer.finish());
};

t.test("a comment: type 0, length with its NUL, no padding", async (t) => {
  t.equal(encode({ comment: "hi" }), "0003686900");
  t.same(decode("0003686900"), { comment: "hi" });
  t.equal(encode({ comment: undefined }), "");
});

t.test("TLVs that no row names are kept, in their order", async (t) => {
  const bytes = "0701aa" + "0003686900" + "0700" + "0902bbcc";
  t.same(decode(bytes), {
    "#7": [
      { flags: 0, bytes: hex("aa") },
      { flags: 0, bytes: hex("") },
    ],
    comment: "hi",
    "#9": [{ flags: 0, bytes: hex("bbcc") }],
  });
  t.equal(encode(decode(bytes)), "0701aa" + "0700" + "0003686900" + "0902bbcc");
});

t.test("a length that leaves the payload", async (t) => {
  for (const bytes of ["00", "000568690000", "07"]) throws(t, () => decode(bytes), { name: "WireError" });
});

t.test("what cannot be written", async (t) => {
  const bytes = new Uint8Array(256);
  throws(t, () => encode({ comment: "x".repeat(255) }), { name: "WireError", path: ["comment"] });
  throws(t, () => encode({ "#7": [{ flags: 0, bytes }] }), { name: "WireError", path: ["#7"] });
  throws(t, () => encode({ "#7": [{}] }), { name: "WireError", path: ["#7"] });
  throws(t, () => encode({ "#256": [] }), { name: "WireError", path: ["#256"] });
  throws(t, () => encode({ colour: "red" }), { name: "WireError", path: ["colour"] });
});
