import t from "tap";
import * as entry from "../../../../src/netlink/netfilter/xtables/index.ts";

// What users import. A name that goes, or that comes by accident, breaks somebody: change this list on purpose.
const names = `
  IptablesClient PlanError addrtype canonicalRule conntrack ctstate decodeRule encodeRule formatRule inet ip6tReject iptReject log
  multiport nat natTo netfilter openIptablesClient sameRule
`;

t.test("the names of cni-ts/netlink/iptables", async (t) => {
  t.same(Object.keys(entry).sort(), names.trim().split(/\s+/).sort());
});
