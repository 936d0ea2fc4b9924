import t from "tap";
import { hookAttrs } from "../../../../src/netlink/netfilter/nftables/chain/chain.ts";
import { expressionAttrs } from "../../../../src/netlink/netfilter/nftables/expr/expression.ts";
import { dataAttrs, verdictAttrs } from "../../../../src/netlink/netfilter/nftables/nft-data.ts";
import { ctExpectAttrs } from "../../../../src/netlink/netfilter/nftables/object/kinds/ct-expect.ts";
import { ctHelperAttrs } from "../../../../src/netlink/netfilter/nftables/object/kinds/ct-helper.ts";
import { ctTimeoutAttrs } from "../../../../src/netlink/netfilter/nftables/object/kinds/ct-timeout.ts";
import { secmarkAttrs } from "../../../../src/netlink/netfilter/nftables/object/kinds/secmark.ts";
import { tunnelAttrs } from "../../../../src/netlink/netfilter/nftables/object/kinds/tunnel.ts";
import { elementAttrs } from "../../../../src/netlink/netfilter/nftables/set/element.ts";
import * as nfTables from "../../../../src/netlink/uapi/nf_tables.ts";
import type { AttrSet } from "../../../../src/netlink/wire/attr-table.ts";
import { kinds } from "./fixture.ts";

const sets: readonly AttrSet[] = [
  ...kinds.map(([, , attrs]) => attrs).filter(({ name }) => name !== "NFNL_BATCH"),
  ...[ctExpectAttrs, ctHelperAttrs, ctTimeoutAttrs, secmarkAttrs, tunnelAttrs],
  ...[dataAttrs, elementAttrs, expressionAttrs, hookAttrs, verdictAttrs],
];

/** Prefixes that begin like a shorter one, which is also a set's. */
const longer = ["NFTA_SET_ELEM_LIST", "NFTA_SET_ELEM", "NFTA_SET_DESC", "NFTA_SET_FIELD", "NFTA_RULE_COMPAT"].concat(
  ["NFTA_FLOWTABLE_HOOK", "NFTA_TUNNEL_KEY_IP6", "NFTA_TUNNEL_KEY_IP", "NFTA_TUNNEL_KEY_OPTS", "NFTA_TUNNEL_KEY_VXLAN"],
  ["NFTA_TUNNEL_KEY_ERSPAN", "NFTA_TUNNEL_KEY_GENEVE"],
);

const camel = (name: string): string =>
  name.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());

function constantsOf(set: AttrSet): Record<string, number> {
  const inner = longer.filter((name) => name.startsWith(`${set.name}_`));
  const own = Object.entries(nfTables).filter(
    ([name]) => name.startsWith(`${set.name}_`) && !inner.some((prefix) => name.startsWith(`${prefix}_`)),
  );
  return Object.fromEntries(
    own
      .map(([name, value]) => [camel(name.slice(set.name.length + 1)), value as number] as const)
      .filter(([key]) => key !== "unspec" && key !== "pad"),
  );
}

t.test("every constant of a set is a row, under its own name", async (t) => {
  for (const set of sets) {
    const rows = Object.fromEntries(Object.entries(set.rows).map(([key, { type }]) => [key, type]));
    t.same(rows, constantsOf(set), set.name);
  }
});

t.test("no attribute has the name of a member of struct nfgenmsg", async (t) => {
  const fixed = ["family", "version", "resId"];
  for (const [name, , { rows }] of kinds) {
    t.strictSame(
      Object.keys(rows).filter((key) => fixed.includes(key)),
      [],
      name,
    );
  }
});
