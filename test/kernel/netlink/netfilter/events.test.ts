import { closeSync } from "node:fs";
import t from "tap";
import { forEachFrame } from "../../../../src/netlink/message/frame.ts";
import { addChain, deleteChain } from "../../../../src/netlink/netfilter/nftables/chain/chain.ts";
import { decodeNftEvent, type NftEvent } from "../../../../src/netlink/netfilter/nftables/event.ts";
import { addObject } from "../../../../src/netlink/netfilter/nftables/object/object.ts";
import { addRule } from "../../../../src/netlink/netfilter/nftables/rule/rule.ts";
import { addElements, deleteElements } from "../../../../src/netlink/netfilter/nftables/set/element.ts";
import { addSet, deleteSet } from "../../../../src/netlink/netfilter/nftables/set/set.ts";
import { addTable } from "../../../../src/netlink/netfilter/nftables/table/table.ts";
import { loadLibc } from "../../../../src/netlink/socket/load-libc.ts";
import { openMonitor } from "../../../../src/netlink/socket/monitor.ts";
import { openNetlinkFd } from "../../../../src/netlink/socket/netlink-socket.ts";
import { NFPROTO_INET } from "../../../../src/netlink/uapi/netfilter.ts";
import { NETLINK_ADD_MEMBERSHIP, NETLINK_NETFILTER } from "../../../../src/netlink/uapi/netlink.ts";
import { NFT_OBJECT_COUNTER } from "../../../../src/netlink/uapi/nf_tables.ts";
import { NFNLGRP_NFTABLES } from "../../../../src/netlink/uapi/nfnetlink.ts";
import { MSG_DONTWAIT, SOL_NETLINK } from "../../../../src/netlink/uapi/socket.ts";
import { needs } from "../../../harness/needs.ts";
import { withNftables } from "./nftables.ts";

needs({ root: true, tools: ["ip"], kernel: ["nftables"] }, t);

const family = NFPROTO_INET;
const table = "t";
const element = { key: { value: Uint8Array.from([10, 0, 0, 1]) } };

t.test("what changes is told, and by whom", (t) =>
  withNftables(t, async ({ transaction }, netns) => {
    const libc = await loadLibc();
    const fd = openNetlinkFd({ libc, protocol: NETLINK_NETFILTER, netns: netns.path });
    t.teardown(() => closeSync(fd));
    libc.bindNetlink(fd);
    libc.setsockoptInt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, NFNLGRP_NFTABLES);
    const buffer = new Uint8Array(65536);
    const events = (): NftEvent[] => {
      const told: NftEvent[] = [];
      for (let size = 0; size >= 0; size = libc.recv(fd, buffer, MSG_DONTWAIT)) {
        forEachFrame(buffer.subarray(0, size), (frame) => {
          const event = decodeNftEvent(frame);
          if (event !== undefined) told.push(event);
        });
      }
      return told;
    };
    await transaction.commit([
      addTable({ family, name: table }),
      addChain({ family, table, name: "c" }),
      addRule({ family, table, chain: "c", expressions: [{ name: "counter" }], userdata: { comment: "ours" } }),
      addSet({ family, table, name: "s", keyType: 7, keyLen: 4 }),
      ...addElements({ family, table, set: "s" }, [element]),
      addObject({ family, table, name: "o", type: NFT_OBJECT_COUNTER, data: {} }),
    ]);
    t.match(events(), [
      { event: "new", kind: "table", object: { family, name: table } },
      { event: "new", kind: "chain", object: { name: "c" } },
      { event: "new", kind: "rule", object: { chain: "c", userdata: { comment: "ours" } } },
      { event: "new", kind: "set", object: { name: "s" } },
      { event: "new", kind: "elements", object: { set: "s", elements: [element] } },
      { event: "new", kind: "object", object: { name: "o" } },
      { event: "new", kind: "generation", object: { id: 2, procPid: Number, procName: String } },
    ]);
    await transaction.commit([
      ...deleteElements({ family, table, set: "s" }, [element]),
      deleteSet({ family, table, set: "s" }),
      deleteChain({ family, table, chain: "c" }),
    ]);
    t.strictSame(
      events().map(({ event, kind }) => `${event} ${kind}`),
      ["delete elements", "delete set", "delete rule", "delete chain", "new generation"],
    );
  }),
);

t.test("waiting for a change", (t) =>
  withNftables(t, async ({ transaction }, netns) => {
    using monitor = await openMonitor({ protocol: NETLINK_NETFILTER, netns: netns.path, groups: [NFNLGRP_NFTABLES] });
    t.equal(await monitor.wait(0), false);
    await transaction.commit([addTable({ family, name: table })]);
    t.equal(await monitor.wait(5000), true);
  }),
);
