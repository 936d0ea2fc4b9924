import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { encodeMessage } from "../../../src/netlink/message/header.ts";
import { nftType } from "../../../src/netlink/netfilter/nftables/nft-message.ts";
import { decodePcap, encodePcap } from "../../../src/netlink/trace/index.ts";
import { NETLINK_NETFILTER, NETLINK_ROUTE } from "../../../src/netlink/uapi/netlink.ts";
import { NFT_MSG_GETTABLE } from "../../../src/netlink/uapi/nf_tables.ts";
import { RTM_GETLINK } from "../../../src/netlink/uapi/rtnetlink.ts";
import { Writer } from "../../../src/netlink/wire/writer.ts";
import { needs } from "../../harness/needs.ts";
import { run } from "../../harness/run.ts";

needs({ tools: ["tshark", "editcap"] }, t);

function message(type: number, body: readonly number[]): Uint8Array {
  const writer = new Writer();
  encodeMessage(writer, { type, flags: 1, seq: 3 }, (to) => to.bytes(Uint8Array.from(body)));
  return writer.finish().slice();
}

const packet = { timeNs: 1_700_000_000_000_001_000n, direction: "sent", fullLength: 0 } as const;
const sent = [
  { ...packet, protocol: NETLINK_ROUTE, bytes: message(RTM_GETLINK, new Array<number>(16).fill(0)) },
  { ...packet, protocol: NETLINK_NETFILTER, bytes: message(nftType(NFT_MSG_GETTABLE), [2, 0, 0, 0]) },
].map((each) => ({ ...each, fullLength: each.bytes.length }));

t.test("tshark decodes what is written", async (t) => {
  const file = join(t.testdir({}), "a.pcap");
  writeFileSync(file, encodePcap(sent));
  const fields = ["frame.time_epoch", "netlink.family", "netlink-route.nltype", "netlink-netfilter.subsys"];
  const printed = run(["tshark", "-r", file, "-T", "fields", "-E", "separator=|", ...fields.flatMap((f) => ["-e", f])]);
  t.match(printed.trim().split("\n"), [
    /^1700000000\.000001000\|0x0000\|18\|$/,
    /^1700000000\.000001000\|0x000c\|\|10$/,
  ]);
});

t.test("what Wireshark's tools write is read, pcapng is refused", async (t) => {
  const folder = t.testdir({});
  const [written, micro, next] = ["a.pcap", "micro.pcap", "a.pcapng"].map((name) => join(folder, name));
  if (written === undefined || micro === undefined || next === undefined) return;
  writeFileSync(written, encodePcap(sent));
  run(["editcap", "-F", "pcap", written, micro]);
  t.strictSame(decodePcap(readFileSync(micro)), { packets: sent, damage: undefined });
  run(["editcap", "-F", "pcapng", written, next]);
  t.throws(() => decodePcap(readFileSync(next)), { code: "ERR_PCAP", failure: "foreign" });
});
