import {
  deleteChain,
  deleteRule,
  flushChain,
  formatFamily,
  openNftablesClient,
} from "../../../netlink/netfilter/nftables/index.ts";
import type { FilterRule } from "../../inventory/filter-rule.ts";
import { admittedAddresses } from "../../inventory/owners.ts";
import type { Check, Found } from "../check.ts";
import type { NodeState } from "../node-state.ts";
import { findUnownedVeths } from "./unowned-veths.ts";

/** Chains of one attachment: of ipMasq, portmap and bridge's macspoofchk. */
const OWN_CHAIN = /^(CNI-([DS]N-)?[0-9a-f]{21,24}|cni-br-iface-.+)$/;

/** Comments of rules of one attachment, each with the attachment's own part. */
const COMMENTS = [/^(?:dnat )?(name: ".*" id: ".*)$/, /^[0-9a-f]{16}-[0-9a-f]{16}, (net: .*)$/, /^macspoofchk-(.+)$/];

/** Chains of portmap's nftables back-end whose rules have the container's id for a comment. */
const HOSTPORT_CHAINS = new Set(["hostports", "hostip_hostports", "masquerading"]);

/** Whose a rule says it is; undefined for one that is no attachment's. */
function claimOf(rule: FilterRule): string | undefined {
  const { comment, table, chain } = rule;
  const [address] = admittedAddresses(rule);
  if (address !== undefined) return `address ${address}`;
  if (/^ip6? cni_hostport$/.test(table) && HOSTPORT_CHAINS.has(chain) && comment !== "") return `id: ${comment}`;
  return COMMENTS.map((pattern) => pattern.exec(comment)?.[1]).find((claim) => claim !== undefined);
}

/** The chains that a rule leads to, in the words of iptables and of nft. */
function targetsOf({ text }: FilterRule): string[] {
  return [...text.matchAll(/(?:-j|-g|jump|goto) (\S+)/g)].flatMap(([, name = ""]) =>
    OWN_CHAIN.test(name) ? [name] : [],
  );
}

interface Remains {
  readonly rules: FilterRule[];
  /** `table chain` */
  readonly chains: Set<string>;
}

/** What is left of attachments that nobody knows, by what the rules say of them. */
function findRemains({ inventory: { filter, owners } }: NodeState): ReadonlyMap<string, Remains> {
  const remains = new Map<string, Remains>();
  const claims = new Map<string, string>();
  const of = (claim: string): Remains => {
    const known = remains.get(claim) ?? { rules: [], chains: new Set() };
    remains.set(claim, known);
    return known;
  };
  const unowned = (filter?.rules ?? []).filter((rule) => owners.ofRule(rule) === undefined);
  for (const rule of unowned) {
    const claim = claimOf(rule);
    if (claim === undefined) continue;
    of(claim).rules.push(rule);
    for (const target of targetsOf(rule)) claims.set(`${rule.table} ${target}`, claim);
  }
  for (const { family, table, name } of filter?.chains ?? []) {
    if (name === undefined || !OWN_CHAIN.test(name) || owners.ofChain(name) !== undefined) continue;
    const key = `${formatFamily(family)} ${table} ${name}`;
    const owned = unowned.find((rule) => `${rule.table} ${rule.chain}` === key);
    const isOthers = owned === undefined && filter?.rules.some((rule) => `${rule.table} ${rule.chain}` === key);
    if (isOthers) continue;
    of(claims.get(key) ?? (owned && claimOf(owned)) ?? `chain ${key}`).chains.add(key);
  }
  return remains;
}

async function removeAll({ rules, chains }: Remains, { inventory: { filter } }: NodeState): Promise<string> {
  using nft = await openNftablesClient();
  const doomed = (filter?.chains ?? []).filter(({ family, table, name }) =>
    chains.has(`${formatFamily(family)} ${table} ${name}`),
  );
  const outside = rules.filter(({ table, chain }) => !chains.has(`${table} ${chain}`));
  const refs = doomed.map(({ family, table, name }) => ({ family, table, chain: name }));
  await nft.transaction.commit([
    ...outside.map(({ rule }) => deleteRule(rule)),
    ...refs.map(flushChain),
    ...refs.map(deleteChain),
  ]);
  return `deleted ${rules.length} rules and ${chains.size} chains`;
}

export const unownedRules: Check = {
  name: "unowned-rules",
  why: "packets for a container that is gone, or for the next one with its address or port, go astray; each packet passes all rules",
  needsCache: true,
  look(node) {
    // Where no runtime keeps a cache, a part of it is lost, or it is that of another runtime, nobody can tell what is in use.
    const isKnown = node.cache === "read" && findUnownedVeths(node).length === 0;
    return [...findRemains(node)].map(([claim, remains]): Found => {
      const first = remains.rules[0];
      const where = first === undefined ? "" : `, first in table ${first.table} chain ${first.chain}`;
      return {
        level: isKnown ? "error" : "warning",
        subject: claim,
        what: `${remains.rules.length} rules and ${remains.chains.size} chains of no attachment that is known${where}`,
        mend: "cni-ts gc of the network",
        ...(isKnown && { fix: () => removeAll(remains, node) }),
      };
    });
  },
};
