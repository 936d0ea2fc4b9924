import { describeAttachment, type KnownAttachment } from "../../inventory/attachment.ts";
import type { FilterRule } from "../../inventory/filter-rule.ts";
import type { Check } from "../check.ts";

interface Need {
  readonly what: string;
  isNeeded(attachment: KnownAttachment): boolean;
  isMet(rule: FilterRule): boolean;
}

const NEEDS: readonly Need[] = [
  {
    what: "ipMasq",
    isNeeded: ({ list }) => list?.plugins.some(({ raw }) => raw.ipMasq === true) === true,
    isMet: ({ table, chain }) =>
      /^ip6? nat$/.test(table) ? chain === "POSTROUTING" : table.endsWith(" cni_plugins_masquerade"),
  },
  {
    what: "portMappings",
    isNeeded: ({ list, portMappings }) =>
      portMappings.length > 0 && list?.plugins.some(({ type }) => type === "portmap") === true,
    isMet: ({ table, chain }) => chain === "CNI-HOSTPORT-DNAT" || table.endsWith(" cni_hostport"),
  },
];

export const missingRules: Check = {
  name: "missing-rules",
  why: "the container cannot be reached, or reaches nothing outside; a reload of firewalld or nftables does this",
  look({ live, inventory: { filter, owners } }) {
    if (filter === undefined) return [];
    const owned = filter.rules.map((rule) => ({ rule, owner: owners.ofRule(rule) }));
    return live.flatMap((attachment) => {
      const isOwn = (owner: KnownAttachment | undefined) =>
        owner?.network === attachment.network && owner.containerId === attachment.containerId;
      const rules = owned.flatMap(({ rule, owner }) => (isOwn(owner) ? [rule] : []));
      return NEEDS.filter((need) => need.isNeeded(attachment) && !rules.some((rule) => need.isMet(rule))).map(
        ({ what }) => ({
          level: "error",
          subject: describeAttachment(attachment),
          what: `has ${what}, and there is no rule for it`,
          mend: "restart the container; cni-ts check tells what else is missing",
        }),
      );
    });
  },
};
