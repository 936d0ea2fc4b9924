import type { NftablesClient } from "./nftables-client.ts";
import type { Ruleset } from "./ruleset.ts";

/** Which tables to list; all when left out. */
export interface RulesetFilter {
  /** NFPROTO_* */
  readonly family?: number | undefined;
  readonly table?: string | undefined;
}

/**
 * Lists tables with all that is in them. Others may change them between one kind of object and the next.
 * @throws {NetlinkError} ENOENT where there is no such table, or where a set has gone meanwhile
 */
export async function listRuleset(nft: NftablesClient, { family, table }: RulesetFilter = {}): Promise<Ruleset> {
  const filter = { family, table };
  const sets = [];
  for (const set of await nft.set.list(filter)) {
    const elements = await nft.set.elements({ family: set.family, table: set.table, set: set.name });
    sets.push({ set, elements });
  }
  const tables = await nft.table.list({ family });
  return {
    tables: table === undefined ? tables : tables.filter(({ name }) => name === table),
    objects: await nft.object.list(filter),
    sets,
    flowtables: await nft.flowtable.list(filter),
    chains: await nft.chain.list(filter),
    rules: await nft.rule.list(filter),
  };
}
