import t from "tap";
import { findFarEnd, type Place } from "../../../src/cli/inventory/place.ts";
import type { Link } from "../../../src/netlink/route/link/link-message.ts";

function veth(index: number, peer: number, linkNetnsid?: number): Link {
  return { index, link: peer, linkNetnsid, linkinfo: { kind: "veth" }, flags: 0, ifname: `v${index}` } as Link;
}

function place(name: string, nsid: number | undefined, ...links: readonly Link[]): Place {
  return { name, nsid, links, addresses: [], routes: [] };
}

t.test("the far end of a pair is in the namespace that the kernel names", async (t) => {
  const [blue, green] = [place("blue", 4, veth(2, 7, 0)), place("green", 5, veth(2, 7, 0))];
  // The same two indexes are a pair's in both.
  t.equal(findFarEnd(veth(7, 2, 5), [blue, green])?.place, green);
  t.equal(findFarEnd(veth(7, 2, 4), [blue, green])?.place, blue);
  t.equal(findFarEnd(veth(7, 2, 6), [blue, green]), undefined);
});

t.test("where an id is not known the indexes have to agree; a peer beside it is no far end", async (t) => {
  const unknown = place("unknown", undefined, veth(2, 7, 0));
  t.equal(findFarEnd(veth(7, 2, 5), [unknown])?.link.index, 2);
  t.equal(findFarEnd(veth(8, 2, 5), [unknown]), undefined);
  t.equal(findFarEnd(veth(7, 2), [unknown]), undefined);
});
