import t from "tap";
import { decodeBridgeVlans, encodeBridgeVlan } from "../../../../src/netlink/route/link/bridge-vlan.ts";
import { formatBridgeId } from "../../../../src/netlink/route/link/kinds/bridge-id.ts";
import { formatBridgePortState, formatMulticastRouter } from "../../../../src/netlink/route/link/kinds/bridge-port.ts";
import {
  formatIpvlanFlags,
  formatIpvlanMode,
  parseIpvlanMode,
} from "../../../../src/netlink/route/link/kinds/ipvlan.ts";
import { formatMacvlanMode, parseMacvlanMode } from "../../../../src/netlink/route/link/kinds/macvlan.ts";
import { formatTunType } from "../../../../src/netlink/route/link/kinds/tun.ts";
import { formatVlanProtocol } from "../../../../src/netlink/route/link/kinds/vlan.ts";
import {
  formatAddrGenMode,
  formatLinkFlags,
  formatLinkMode,
  formatLinkType,
  formatOperstate,
} from "../../../../src/netlink/route/link/link-format.ts";

// Whole links in iproute2's words are in fixtures.test.ts; here is what no recorded link has.
t.test("words for numbers, and for numbers without a word", async (t) => {
  t.equal(formatOperstate(6), "UP");
  t.equal(formatOperstate(9), "state 9");
  t.equal(formatLinkMode(2), "TESTING");
  t.equal(formatLinkMode(7), "mode 7");
  t.equal(formatAddrGenMode(3), "random");
  t.equal(formatAddrGenMode(9), "mode 9");
  t.equal(formatLinkType(772), "loopback");
  t.equal(formatLinkType(4711), "[4711]");
  t.equal(formatBridgePortState(4), "blocking");
  t.equal(formatBridgePortState(9), "state=9");
  t.strictSame([0, 1, 2, 3, 4].map(formatMulticastRouter), ["disabled", "query", "permanent", "temporary", "type 4"]);
  t.equal(formatVlanProtocol(0x8100), "802.1Q");
  t.equal(formatVlanProtocol(0x88a8), "802.1ad");
  t.equal(formatVlanProtocol(0x9100), "[9100]");
  t.strictSame([1, 2, 3].map(formatTunType), ["tun", "tap", "type 3"]);
  t.strictSame([0, 1, 2].map(formatIpvlanFlags), ["bridge", "private", "vepa"]);
  t.equal(formatBridgeId({ prio: 0x8000, addr: "0a:00:1b:00:00:ff" }), "8000.a:0:1b:0:0:ff");
});

t.test("modes are read as they are written", async (t) => {
  for (const word of ["private", "vepa", "bridge", "passthru", "source"]) {
    t.equal(formatMacvlanMode(parseMacvlanMode(word) ?? -1), word);
  }
  for (const word of ["l2", "l3", "l3s"]) t.equal(formatIpvlanMode(parseIpvlanMode(word) ?? -1), word);
  t.equal(parseMacvlanMode("constructor"), undefined);
  t.equal(parseMacvlanMode("l2"), undefined);
  t.equal(parseIpvlanMode("bridge"), undefined);
  t.equal(formatMacvlanMode(3), "mode 3");
  t.equal(formatIpvlanMode(3), "mode 3");
});

t.test("a link that is up and does not run has no carrier", async (t) => {
  t.strictSame(formatLinkFlags(0x1003), ["NO-CARRIER", "BROADCAST", "MULTICAST", "UP"]);
  t.strictSame(formatLinkFlags(0x11043), ["BROADCAST", "MULTICAST", "UP", "LOWER_UP"]);
  t.strictSame(formatLinkFlags(0), []);
});

t.test("ranges of VLANs", async (t) => {
  t.strictSame(encodeBridgeVlan({ vid: 5 }, {}), { vlanInfo: [{ flags: 0, vid: 5 }] });
  t.strictSame(encodeBridgeVlan({ vid: 5, vidEnd: 5, pvid: true }, {}), { vlanInfo: [{ flags: 2, vid: 5 }] });
  t.strictSame(encodeBridgeVlan({ vid: 5, vidEnd: 9, untagged: true }, { self: true, master: true }), {
    flags: 3,
    vlanInfo: [
      { flags: 4 | 8, vid: 5 },
      { flags: 4 | 16, vid: 9 },
    ],
  });
  t.strictSame(decodeBridgeVlans({}), []);
  t.strictSame(
    decodeBridgeVlans({ vlanInfo: [{ flags: 16, vid: 9 }] }),
    [{ vid: 9, pvid: false, untagged: false }],
    "an end without a beginning",
  );
});
