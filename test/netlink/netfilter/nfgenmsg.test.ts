import t from "tap";
import { nfgenmsg, nfnlMsgType } from "../../../src/netlink/netfilter/nfgenmsg.ts";
import { NFPROTO_INET } from "../../../src/netlink/uapi/netfilter.ts";
import { NFNL_SUBSYS_NFTABLES } from "../../../src/netlink/uapi/nfnetlink.ts";
import { Writer } from "../../../src/netlink/wire/writer.ts";

t.test("the resource id is in network byte order", async (t) => {
  const writer = new Writer();
  nfgenmsg.write(writer, { family: NFPROTO_INET, resId: NFNL_SUBSYS_NFTABLES });
  // nfgen_family, version, res_id (__be16).
  t.strictSame([...writer.finish()], [1, 0, 0, 10]);
});

t.test("the subsystem is the upper byte of a message's type", async (t) => {
  t.equal(nfnlMsgType(NFNL_SUBSYS_NFTABLES, 6), 0x0a06);
});
