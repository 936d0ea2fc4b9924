import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_REPLACE } from "../../../uapi/netlink.ts";
import * as uapi from "../../../uapi/nf_tables.ts";
import { attr, attrSet } from "../../../wire/attr-table.ts";
import { nest } from "../../../wire/containers.ts";
import { be32, be64, u32 } from "../../../wire/scalars.ts";
import { str } from "../../../wire/text.ts";
import { NFTNL_UDATA_COMMENT } from "../comment.ts";
import { expressionList } from "../expr/expression.ts";
import { formatFamily } from "../family.ts";
import { type NftCodec, type NftObject, nftCodec } from "../nft-message.ts";
import { type Operation, operation } from "../transaction/operation.ts";
import { userdata } from "../userdata.ts";

/** Userdata of rules (enum nftnl_udata_rule_types of libnftnl). */
const ruleUdataAttrs = attrSet("NFTNL_UDATA_RULE", {
  comment: attr(NFTNL_UDATA_COMMENT, str(254)),
  /** Of rules that ebtables made: 1 where the policy is one. */
  ebtablesPolicy: attr(1, u32),
});

/** Attributes of NFTA_RULE_COMPAT, for rules with iptables' matches and targets. */
const compatAttrs = attrSet("NFTA_RULE_COMPAT", {
  /** IPPROTO_*, 0 for any. */
  proto: attr(uapi.NFTA_RULE_COMPAT_PROTO, be32),
  /** NFT_RULE_COMPAT_F_* */
  flags: attr(uapi.NFTA_RULE_COMPAT_FLAGS, be32),
});

/** Attributes of rules (enum nft_rule_attributes, linux/netfilter/nf_tables.h). */
export const ruleAttrs = attrSet("NFTA_RULE", {
  table: attr(uapi.NFTA_RULE_TABLE, str(uapi.NFT_TABLE_MAXNAMELEN - 1)),
  chain: attr(uapi.NFTA_RULE_CHAIN, str(uapi.NFT_CHAIN_MAXNAMELEN - 1)),
  handle: attr(uapi.NFTA_RULE_HANDLE, be64),
  expressions: attr(uapi.NFTA_RULE_EXPRESSIONS, expressionList),
  compat: attr(uapi.NFTA_RULE_COMPAT, nest(compatAttrs)),
  /** Handle of the rule that it stands behind or, when inserted, before. In reports, of the rule before it. */
  position: attr(uapi.NFTA_RULE_POSITION, be64),
  userdata: attr(uapi.NFTA_RULE_USERDATA, userdata(ruleUdataAttrs)),
  /** Names it within a transaction, … */
  id: attr(uapi.NFTA_RULE_ID, be32),
  /** … as this one's `position`. */
  positionId: attr(uapi.NFTA_RULE_POSITION_ID, be32),
  /** Its chain, for a chain of this transaction. */
  chainId: attr(uapi.NFTA_RULE_CHAIN_ID, be32),
});

/** A rule to be added. */
export interface RuleInput extends NftObject<typeof ruleAttrs> {
  table: string;
}

/** A rule as the kernel reports it. */
export interface Rule extends RuleInput {
  chain: string;
  /** Its number within the table, as `nft -a` shows it. */
  handle: bigint;
}

/** A rule by its handle. */
export interface RuleRef {
  /** NFPROTO_* */
  readonly family: number;
  readonly table: string;
  readonly chain: string;
  readonly handle: bigint;
}

/** Rules of a chain, or of all chains of a table. */
export interface RulesRef {
  /** NFPROTO_* */
  readonly family: number;
  readonly table: string;
  readonly chain?: string | undefined;
}

export const ruleMessage: NftCodec<typeof ruleAttrs> = nftCodec(ruleAttrs);

/** Adds a rule at the end of its chain, or behind the one at `position`. */
export function addRule(rule: RuleInput): Operation {
  return ruleOperation("add", uapi.NFT_MSG_NEWRULE, rule, NLM_F_CREATE | NLM_F_APPEND);
}

/** Adds a rule at the beginning of its chain, or before the one at `position`. */
export function insertRule(rule: RuleInput): Operation {
  return ruleOperation("insert", uapi.NFT_MSG_NEWRULE, rule, NLM_F_CREATE);
}

/** Puts a rule in the place of the one with its handle. */
export function replaceRule(rule: RuleInput & { handle: bigint }): Operation {
  return ruleOperation("replace", uapi.NFT_MSG_NEWRULE, rule, NLM_F_REPLACE);
}

/** Deletes a rule; ENOENT where there is none. Rules that were listed can be given as they are. */
export function deleteRule({ family, table, chain, handle }: RuleRef): Operation {
  return ruleOperation("delete", uapi.NFT_MSG_DELRULE, { family, table, chain, handle });
}

/** Deletes all rules of a chain. */
export function flushChain({ family, table, chain }: RulesRef & { readonly chain: string }): Operation {
  return ruleOperation("flush chain", uapi.NFT_MSG_DELRULE, { family, table, chain });
}

/** Deletes all rules of all chains of a table; sets and their elements stay. */
export function flushTable({ family, table }: RulesRef): Operation {
  return ruleOperation("flush table", uapi.NFT_MSG_DELRULE, { family, table });
}

function ruleOperation(verb: string, message: number, body: RuleInput, flags = 0): Operation {
  const words = [verb.startsWith("flush") ? verb : `${verb} rule`, formatFamily(body.family), body.table];
  if (body.chain !== undefined) words.push(body.chain);
  if (body.handle !== undefined) words.push(`handle ${body.handle}`);
  if (body.userdata?.comment !== undefined) words.push(`comment "${body.userdata.comment}"`);
  return operation({ message, flags, codec: ruleMessage, body, operation: words.join(" ") });
}
