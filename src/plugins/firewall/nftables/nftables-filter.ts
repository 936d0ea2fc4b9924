import { formatIpPrefix } from "../../../addr/ip-prefix.ts";
import type { Attachment } from "../../../cni/config/network-config.ts";
import type { PluginCall } from "../../../cni/skel/plugin.ts";
import { addRule, deleteRule } from "../../../netlink/netfilter/nftables/rule/rule.ts";
import { RuleClient } from "../../../netlink/netfilter/nftables/rule/rule-client.ts";
import { TransactionClient } from "../../../netlink/netfilter/nftables/transaction/transaction-client.ts";
import type { Exchange } from "../../../netlink/socket/exchange.ts";
import { formatRuleTag, networkTagPrefix, tagPrefix } from "../../shared/rule-tag.ts";
import { inTurn } from "../../shared/ruleset-turn.ts";
import { changeTagged, listTagged, type OwnsTag } from "../../shared/tagged-rules.ts";
import type { PacketFilter } from "../packet-filter.ts";
import {
  CONTAINERS,
  ensureTable,
  FORWARD,
  forwardRules,
  hostRules,
  isolationComment,
  isolationRules,
  STAGE_1,
  sameRule,
  TABLE,
} from "./ruleset.ts";

const containers = { ...TABLE, chain: CONTAINERS };
const forward = { ...TABLE, chain: FORWARD };

/** Rules of nftables with the meaning of those of iptables; an attachment's own are found by their comment. */
export async function nftablesFilter(exchange: Exchange, call: PluginCall): Promise<PacketFilter> {
  const rules = new RuleClient(exchange);
  const owner = { network: call.config.name, containerId: call.containerId, ifname: call.ifname };
  const tag = await formatRuleTag(owner);
  const prefix = await tagPrefix(owner);
  const owns: OwnsTag = (comment) => comment.startsWith(prefix);

  return {
    name: "nftables",
    async admit({ hosts, isolation, adminChain, isTrusted }) {
      await new TransactionClient(exchange, { inTurn }).change(async () => {
        const shared = ensureTable(adminChain, await rules.list(forward));
        if (isolation !== undefined && !(await hasIsolation(exchange, isolationComment(isolation)))) {
          shared.push(...isolationRules(isolation).map(addRule));
        }
        const stale = await listTagged(exchange, containers, owns);
        const own = (isTrusted ? [] : hosts).flatMap((host) => hostRules(host, tag));
        return {
          operations: [...shared, ...stale.map(deleteRule), ...own.map(addRule)],
          isUnconditional: shared.length === 0,
        };
      });
    },
    async withdraw() {
      await changeTagged(exchange, { chain: containers, owns }, (stale) => stale.map(deleteRule));
    },
    async findMissing({ hosts, adminChain }) {
      const own = await listTagged(exchange, containers, owns);
      const missing = hosts
        .filter((host) => !hostRules(host, tag).every((rule) => own.some((each) => sameRule(each, rule))))
        .map((host) => `for ${formatIpPrefix(host)} in inet ${TABLE.table} ${CONTAINERS}`);
      const { admin, last } = forwardRules(adminChain);
      const present = await rules.list(forward);
      for (const [name, jump] of [
        [adminChain, admin],
        [CONTAINERS, last],
      ] as const) {
        if (present.some((each) => sameRule(each, jump))) continue;
        missing.push(`jump ${name} in inet ${TABLE.table} ${FORWARD}`);
      }
      return missing;
    },
  };
}

async function hasIsolation(exchange: Exchange, comment: string): Promise<boolean> {
  const found = await listTagged(exchange, { ...TABLE, chain: STAGE_1 }, (each) => each === comment);
  return found.length > 0;
}

/** Deletes the rules of all attachments of a network but the ones given. */
export async function collectRules(
  exchange: Exchange,
  { network, valid }: { network: string; valid: readonly Attachment[] },
): Promise<void> {
  const prefix = await networkTagPrefix(network);
  const kept = await Promise.all(valid.map((attachment) => tagPrefix({ network, ...attachment })));
  const owns: OwnsTag = (comment) => comment.startsWith(prefix) && !kept.some((each) => comment.startsWith(each));
  await changeTagged(exchange, { chain: containers, owns }, (stale) => stale.map(deleteRule));
}
