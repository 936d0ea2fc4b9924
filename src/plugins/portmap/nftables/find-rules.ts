import { nftType } from "../../../netlink/netfilter/nftables/nft-message.ts";
import { type Rule, ruleMessage } from "../../../netlink/netfilter/nftables/rule/rule.ts";
import { dumpObjects } from "../../../netlink/socket/dump-objects.ts";
import type { Exchange } from "../../../netlink/socket/exchange.ts";
import { NFT_MSG_GETRULE } from "../../../netlink/uapi/nf_tables.ts";
import { TABLE } from "./ruleset.ts";

/** Rules of one chain of the table. */
export interface RuleSearch {
  /** NFPROTO_* */
  readonly family: number;
  readonly chain: string;
  /** Only rules with one of these somewhere in their messages are decoded: a chain may have ten thousand. */
  readonly needles: readonly Uint8Array[];
}

/** The rules that may be meant, in order; none where the chain is not there. */
export async function findRules(exchange: Exchange, { family, chain, needles }: RuleSearch): Promise<Rule[]> {
  const body = { family, table: TABLE, chain };
  const found = await dumpObjects<Rule | undefined>(
    exchange,
    { type: nftType(NFT_MSG_GETRULE), codec: ruleMessage, body, operation: `list rules of chain ${chain}` },
    {
      decode(view, start, end) {
        const bytes = new Uint8Array(view.buffer, view.byteOffset + start, end - start);
        if (!needles.some((needle) => includes(bytes, needle))) return undefined;
        return ruleMessage.decodeObject(view, start, end) as Rule;
      },
      accepts: (rule) => rule !== undefined,
    },
  );
  return found.filter((rule) => rule !== undefined);
}

function includes(bytes: Uint8Array, needle: Uint8Array): boolean {
  const [first = 0] = needle;
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
    let same = 1;
    while (same < needle.length && bytes[at + same] === needle[same]) same += 1;
    if (same === needle.length) return true;
  }
  return false;
}
