import type { Rule, RuleInput } from "../../../netlink/netfilter/nftables/rule/rule.ts";
import { networkTagPrefix, type TagOwner, tagPrefix } from "../../shared/rule-tag.ts";

/**
 * The comment of an attachment's rules is the container's id, as in the reference, and says nothing of the network. So
 * rules have this in their userdata too, which `nft` keeps and does not print: hashes of network and attachment.
 */
export const OWNER_TLV = 200;

/** As the comment and what tells attachments apart. */
export interface RuleMarks {
  readonly comment: string;
  readonly tag: string;
}

export async function marksOf(owner: TagOwner): Promise<RuleMarks> {
  return { comment: owner.containerId, tag: await tagPrefix(owner) };
}

export async function networkMark(network: string): Promise<string> {
  return await networkTagPrefix(network);
}

export function toUserdata({ comment, tag }: RuleMarks): NonNullable<RuleInput["userdata"]> {
  return { comment, [`#${OWNER_TLV}`]: [{ flags: 0, bytes: new TextEncoder().encode(tag) }] };
}

/** The tag of a rule; undefined of one that the reference made. */
export function findTag({ userdata }: Pick<Rule, "userdata">): string | undefined {
  const [raw] = userdata?.[`#${OWNER_TLV}`] ?? [];
  return raw === undefined ? undefined : new TextDecoder().decode(raw.bytes);
}

/** Whether a rule is an attachment's: by its tag or, where the reference made it, by its comment. */
export function isOwn(rule: Pick<Rule, "userdata">, { comment, tag }: RuleMarks): boolean {
  if (rule.userdata?.comment !== comment) return false;
  return (findTag(rule) ?? tag) === tag;
}
