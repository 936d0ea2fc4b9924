import { formatIpPrefix } from "../../../addr/ip-prefix.ts";
import type { PluginCall } from "../../../cni/skel/plugin.ts";
import { addRule, deleteRule, type Rule } from "../../../netlink/netfilter/nftables/rule/rule.ts";
import { RuleClient } from "../../../netlink/netfilter/nftables/rule/rule-client.ts";
import { TransactionClient } from "../../../netlink/netfilter/nftables/transaction/transaction-client.ts";
import type { Exchange } from "../../../netlink/socket/exchange.ts";
import { formatRuleTag, networkTagPrefix } from "../../shared/rule-tag.ts";
import { step } from "../../shared/step.ts";
import type { PacketFilter } from "../packet-filter.ts";
import { CONTAINERS, ensureTable, hostRules, isolationComment, isolationRules, STAGE_1, TABLE } from "./ruleset.ts";

/** Rules of nftables with the meaning of those of iptables; an attachment's own are found by their comment. */
export async function nftablesFilter(exchange: Exchange, call: PluginCall): Promise<PacketFilter> {
  const rules = new RuleClient(exchange);
  const transaction = new TransactionClient(exchange);
  const { containerId, ifname, config } = call;
  const tag = await formatRuleTag({ network: config.name, containerId, ifname });
  const listOwn = async (): Promise<Rule[]> =>
    (await rules.list({ ...TABLE, chain: CONTAINERS })).filter(({ userdata }) => userdata?.comment === tag);

  return {
    async admit({ hosts, isolation, adminChain, isTrusted }) {
      await step("failed to set up nftables rules", () =>
        transaction.change(async () => {
          const stale = await listOwn();
          const isolated = isolation !== undefined && (await hasIsolation(rules, isolationComment(isolation)));
          return [
            ...ensureTable(adminChain),
            ...stale.map(deleteRule),
            ...(isTrusted ? [] : hosts).flatMap((host) => hostRules(host, tag)).map(addRule),
            ...(isolation === undefined || isolated ? [] : isolationRules(isolation).map(addRule)),
          ];
        }),
      );
    },
    async withdraw() {
      await step("failed to delete nftables rules", () =>
        transaction.change(async () => (await listOwn()).map(deleteRule)),
      );
    },
    async findMissing({ hosts }) {
      const found = (await listOwn()).length;
      const wanted = hosts.flatMap((host) => hostRules(host, tag)).length;
      const of = hosts.map(formatIpPrefix).join(", ");
      return found === wanted ? [] : [`${found} of ${wanted} rules for ${of} in inet ${TABLE.table} ${CONTAINERS}`];
    },
  };
}

async function hasIsolation(rules: RuleClient, comment: string): Promise<boolean> {
  return (await rules.list({ ...TABLE, chain: STAGE_1 })).some(({ userdata }) => userdata?.comment === comment);
}

/** Deletes the rules of all attachments of a network but the ones given. */
export async function collectRules(
  exchange: Exchange,
  { network, valid }: { network: string; valid: readonly { containerId: string; ifname: string }[] },
): Promise<void> {
  const rules = new RuleClient(exchange);
  const prefix = await networkTagPrefix(network);
  const kept = new Set(await Promise.all(valid.map((attachment) => formatRuleTag({ network, ...attachment }))));
  await new TransactionClient(exchange).change(async () =>
    (await rules.list({ ...TABLE, chain: CONTAINERS }))
      .filter(({ userdata }) => userdata?.comment?.startsWith(prefix) && !kept.has(userdata.comment))
      .map(deleteRule),
  );
}
