import t from "tap";
import { decodeNftEvent } from "../../../../src/netlink/netfilter/nftables/event.ts";
import { nftType } from "../../../../src/netlink/netfilter/nftables/nft-message.ts";
import { NFT_MSG_DESTROYTABLE, NFT_MSG_NEWTABLE, NFT_MSG_TRACE } from "../../../../src/netlink/uapi/nf_tables.ts";
import { hex, viewOf } from "../../bytes.ts";
import { throws } from "../../errors.ts";

/** nfgenmsg of inet in generation 5, and NFTA_TABLE_NAME. */
const body = hex("01000005" + "0600010074000000");
const frame = (type: number, bytes = body) =>
  ({ type, flags: 0, seq: 0, view: viewOf(bytes), start: 0, end: bytes.length }) as const;

t.test("events by their type", async (t) => {
  const object = { family: 1, name: "t" };
  t.same(decodeNftEvent(frame(nftType(NFT_MSG_NEWTABLE))), { event: "new", kind: "table", object });
  t.same(decodeNftEvent(frame(nftType(NFT_MSG_DESTROYTABLE))), { event: "delete", kind: "table", object });
});

t.test("what is none", async (t) => {
  t.equal(decodeNftEvent(frame(nftType(NFT_MSG_TRACE))), undefined);
  t.equal(decodeNftEvent(frame(0x0100)), undefined);
  throws(t, () => decodeNftEvent(frame(nftType(NFT_MSG_NEWTABLE), hex("0100"))), { name: "WireError" });
});
