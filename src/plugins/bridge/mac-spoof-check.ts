import type { PluginCall } from "../../cni/skel/plugin.ts";
import { ether } from "../../netlink/netfilter/nftables/builders/ether.ts";
import { meta } from "../../netlink/netfilter/nftables/builders/meta.ts";
import { type Statement, toExpressions } from "../../netlink/netfilter/nftables/builders/statement.ts";
import { drop, jump, returnToCaller } from "../../netlink/netfilter/nftables/builders/verdict.ts";
import { addChain, type ChainRef, deleteChain } from "../../netlink/netfilter/nftables/chain/chain.ts";
import { ChainClient } from "../../netlink/netfilter/nftables/chain/chain-client.ts";
import { addRule, deleteRule, flushChain, type RuleInput } from "../../netlink/netfilter/nftables/rule/rule.ts";
import { addTable } from "../../netlink/netfilter/nftables/table/table.ts";
import type { Operation } from "../../netlink/netfilter/nftables/transaction/operation.ts";
import type { Exchange } from "../../netlink/socket/exchange.ts";
import { isNetlinkError } from "../../netlink/socket/netlink-error.ts";
import { NF_ACCEPT, NF_INET_PRE_ROUTING, NFPROTO_BRIDGE } from "../../netlink/uapi/netfilter.ts";
import { NF_BR_PRI_NAT_DST_BRIDGED } from "../../netlink/uapi/netfilter_bridge.ts";
import { drift } from "../shared/check-interface.ts";
import { openNetfilter } from "../shared/netfilter-exchange.ts";
import type { Rollback } from "../shared/rollback.ts";
import { openHost } from "../shared/side.ts";
import { step } from "../shared/step.ts";
import { changeTagged, listTagged, ruleSignature } from "../shared/tagged-rules.ts";

// Loaded where a configuration has macspoofchk.

const family = NFPROTO_BRIDGE;
const table = "nat";
const prerouting: ChainRef = { family, table, chain: "PREROUTING" };
const TAG = "macspoofchk-";
const CHAIN_PREFIX = "cni-br-iface-";

/** Which frames of the container pass: those from this address, by this link of the host. */
interface Port {
  /** Name of the host's end of the veth pair. */
  readonly hostName: string;
  readonly mac: string;
}

type Attachment = Pick<PluginCall, "containerId" | "ifname">;

/** What is named after an attachment. */
interface Names {
  readonly tag: string;
  readonly interfaceChain: ChainRef;
  readonly macChain: ChainRef;
}

function namesOf(reference: string): Names {
  const chain = `${CHAIN_PREFIX}${reference}`;
  return {
    tag: `${TAG}${reference}`,
    interfaceChain: { family, table, chain },
    macChain: { family, table, chain: `${chain}-mac` },
  };
}

const referenceOf = ({ containerId, ifname }: Attachment): string => `${containerId}-${ifname}`;

/** The rules of an attachment, in the chains where they stand. */
function rulesOf({ tag, interfaceChain, macChain }: Names, { hostName, mac }: Port): RuleInput[] {
  const rule = (chain: ChainRef, ...statements: Statement[]): RuleInput => ({
    ...chain,
    expressions: toExpressions(family, statements),
    userdata: { comment: tag },
  });
  return [
    rule(prerouting, meta.iifname(hostName), jump(interfaceChain.chain)),
    rule(interfaceChain, jump(macChain.chain)),
    rule(macChain, ether.saddr(mac), returnToCaller()),
    rule(macChain, drop()),
  ];
}

/** Drops the frames that the container sends from another hardware address than its own. */
export async function addMacSpoofCheck(call: PluginCall, port: Port, rollback: Rollback): Promise<void> {
  const names = namesOf(referenceOf(call));
  const chain = (name: ChainRef): Operation => addChain({ family, table, name: name.chain });
  using netfilter = await openNetfilter();
  await step("failed to setup spoof-check", () =>
    rollback.perform({
      undoing: "remove spoof-check",
      run: () =>
        changeTagged(netfilter.exchange, { chain: prerouting, owns: (comment) => comment === names.tag }, (stale) => [
          addTable({ family, name: table }),
          addChain({
            family,
            table,
            name: prerouting.chain,
            type: "filter",
            hook: { hooknum: NF_INET_PRE_ROUTING, priority: NF_BR_PRI_NAT_DST_BRIDGED },
            policy: NF_ACCEPT,
          }),
          chain(names.interfaceChain),
          chain(names.macChain),
          flushChain(names.interfaceChain),
          flushChain(names.macChain),
          ...stale.map(deleteRule),
          ...rulesOf(names, port).map(addRule),
        ]),
      undo: () => deleteMacSpoofCheck(call),
    }),
  );
}

/** For DEL: the attachment's rules and chains. Needs neither namespace nor previous result. */
export async function deleteMacSpoofCheck(call: Attachment): Promise<void> {
  using netfilter = await openNetfilter();
  await step("failed to remove spoof-check", () => deleteOf(netfilter.exchange, referenceOf(call)));
}

async function deleteOf(exchange: Exchange, reference: string): Promise<void> {
  const { tag, interfaceChain, macChain } = namesOf(reference);
  await changeTagged(exchange, { chain: prerouting, owns: (comment) => comment === tag }, async (rules) => [
    ...rules.map(deleteRule),
    ...(await deletionOf(exchange, interfaceChain)),
    ...(await deletionOf(exchange, macChain)),
  ]);
}

async function deletionOf(exchange: Exchange, chain: ChainRef): Promise<Operation[]> {
  try {
    await new ChainClient(exchange).get(chain);
    return [flushChain(chain), deleteChain(chain)];
  } catch (error) {
    if (isNetlinkError(error, "ENOENT", "EAFNOSUPPORT", "EOPNOTSUPP")) return [];
    throw error;
  }
}

/** For CHECK. @throws {CniError} 100 where a rule is missing */
export async function checkMacSpoofCheck(call: PluginCall, port: Port): Promise<void> {
  using netfilter = await openNetfilter();
  const names = namesOf(referenceOf(call));
  for (const { chain = "", expressions } of rulesOf(names, port)) {
    const there = await listTagged(netfilter.exchange, { family, table, chain }, (comment) => comment === names.tag);
    if (there.some((rule) => ruleSignature(rule.expressions) === ruleSignature(expressions))) continue;
    throw drift(
      `spoof-check of ${call.ifname} is not complete: missing rule in chain ${chain} of table bridge ${table}`,
    );
  }
}

/**
 * For GC: the rules and chains of host ends that are gone. Their tags do not say of which network they are, so those of
 * attachments that are not valid any more but still have their link cannot be told from those of other networks.
 */
export async function collectMacSpoofChecks(): Promise<void> {
  using netfilter = await openNetfilter();
  using host = await openHost();
  const { exchange } = netfilter;
  await step("failed to remove stale spoof-checks", async () => {
    for (const { userdata, expressions } of await listTagged(exchange, prerouting, (tag) => tag.startsWith(TAG))) {
      const hostName = comparedName(expressions ?? []);
      if (hostName === undefined || (await host.client.link.find(hostName)) !== undefined) continue;
      await deleteOf(exchange, (userdata?.comment ?? "").slice(TAG.length));
    }
  });
}

/** The name that the first comparison of a rule is with. */
function comparedName(expressions: NonNullable<RuleInput["expressions"]>): string | undefined {
  const compared = expressions.find(({ name }) => name === "cmp")?.data as
    | { data?: { value?: Uint8Array } }
    | undefined;
  const value = compared?.data?.value;
  return value === undefined ? undefined : new TextDecoder().decode(value).replace(/\0.*$/, "");
}
