import type { Test } from "tap";
import { type NftablesClient, openNftablesClient } from "../../../../src/netlink/netfilter/nftables/nftables-client.ts";
import { makeNetns, runIn, type TestNetns } from "../../../harness/netns.ts";

/** A client in a namespace of the test's own. */
export async function withNftables(
  t: Test,
  test: (client: NftablesClient, netns: TestNetns) => Promise<void>,
): Promise<void> {
  const netns = makeNetns(t, "nft");
  using client = await openNftablesClient({ netns: netns.path });
  await test(client, netns);
}

/** What `nft` says there is. */
export function listRuleset(netns: TestNetns): object[] {
  const printed = JSON.parse(runIn(netns, ["nft", "-j", "list", "ruleset"])) as { nftables: object[] };
  return printed.nftables.slice(1);
}
