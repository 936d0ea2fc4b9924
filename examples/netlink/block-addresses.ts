// A firewall in a throw-away namespace: a table, a chain, a set of addresses and a rule that drops what comes from them, all in
// one transaction; then a rule that is found by its comment and deleted, and a transaction that is wrong on purpose. Needs root.
import { createNetns, isNetlinkError, loadLibc } from "cni-ts/netlink";
import {
  addChain,
  addElements,
  addRule,
  addSet,
  addTable,
  counter,
  deleteRule,
  drop,
  formatHook,
  netfilter,
  nfTables,
  openNftablesClient,
  type Statement,
  toExpressions,
} from "cni-ts/netlink/nftables";

using netns = createNetns(await loadLibc());
using nft = await openNftablesClient({ netns: netns.fd });

const family = netfilter.NFPROTO_IPV4;
const table = "filter";
const chain = "input";
const addresses = [
  [192, 0, 2, 1],
  [198, 51, 100, 7],
];

// nft add rule ip filter input ip saddr @blocked counter drop comment "blocked"
const { NFT_REG_1, NFT_PAYLOAD_NETWORK_HEADER } = nfTables;
const fromBlocked: Statement = {
  expressions: [
    { name: "payload", data: { dreg: NFT_REG_1, base: NFT_PAYLOAD_NETWORK_HEADER, offset: 12, len: 4 } },
    { name: "lookup", data: { set: "blocked", sreg: NFT_REG_1 } },
  ],
};
const expressions = toExpressions(family, [fromBlocked, counter(), drop()]);

await nft.transaction.commit([
  addTable({ family, name: table }),
  addChain({
    ...{ family, table, name: chain, type: "filter", policy: netfilter.NF_ACCEPT },
    hook: { hooknum: netfilter.NF_INET_LOCAL_IN, priority: 0 },
  }),
  addSet({ family, table, name: "blocked", keyType: 7, keyLen: 4, userdata: { keyByteorder: 2 } }),
  ...addElements(
    { family, table, set: "blocked" },
    addresses.map((address) => ({ key: { value: Uint8Array.from(address) } })),
  ),
  addRule({ family, table, chain, expressions, userdata: { comment: "blocked" } }),
]);

for (const { name, hook, use } of await nft.chain.list({ family, table })) {
  console.log(`chain ${name} at ${formatHook(hook?.hooknum ?? 0, family)}: ${use} rule`);
}
const blocked = await nft.set.elements({ family, table, set: "blocked" });
console.log(
  `blocked: ${blocked
    .map(({ key }) => key?.value?.join("."))
    .sort()
    .join(", ")}`,
);

// Asked again if somebody changes the ruleset between looking and committing.
await nft.transaction.change(async () => {
  const rules = await nft.rule.list({ family, table, chain });
  return rules.filter(({ userdata }) => userdata?.comment === "blocked").map(deleteRule);
});
console.log(`rules left: ${(await nft.rule.list({ family, table, chain })).length}`);

try {
  await nft.transaction.commit([
    addTable({ family, name: "second" }),
    addRule({ family, table: "second", chain: "none" }),
  ]);
} catch (error) {
  if (!isNetlinkError(error)) throw error;
  console.log(`refused: ${error.message}`);
}
console.log(`tables: ${(await nft.table.list()).map(({ name }) => name).join(", ")}`);
