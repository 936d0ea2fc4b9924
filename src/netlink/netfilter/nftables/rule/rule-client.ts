import { agrees, dumpObjects } from "../../../socket/dump-objects.ts";
import type { Exchange } from "../../../socket/exchange.ts";
import { NFT_MSG_GETRULE } from "../../../uapi/nf_tables.ts";
import { formatFamily } from "../family.ts";
import { nftType } from "../nft-message.ts";
import { type Rule, type RuleRef, ruleMessage } from "./rule.ts";
import type { RuleGlance } from "./rule-glance.ts";

/** Which rules to list: the kernel filters by all of these. */
export interface RuleFilter {
  /** NFPROTO_*; all when left out. */
  readonly family?: number | undefined;
  readonly table?: string | undefined;
  readonly chain?: string | undefined;
}

const decode = (view: DataView, start: number, end: number): Rule => ruleMessage.decodeObject(view, start, end) as Rule;

/** `nft list chain`, without the chain. */
export class RuleClient {
  readonly #exchange: Exchange;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  /**
   * Rules in the order in which they are tried, one chain after the other; none where the chain is not there.
   * @param glance only rules that it says yes to are decoded and listed
   */
  async list({ family, table, chain }: RuleFilter = {}, glance?: RuleGlance): Promise<Rule[]> {
    const body = { family: family ?? 0, table, chain };
    const rules = await dumpObjects<Rule | undefined>(
      this.#exchange,
      { type: nftType(NFT_MSG_GETRULE), codec: ruleMessage, body, operation: "list rules" },
      {
        decode: (view, start, end) => (glance?.(view, start, end) === false ? undefined : decode(view, start, end)),
        accepts: (rule) => rule !== undefined && agrees({ family, table, chain }, rule),
      },
    );
    return rules as Rule[];
  }

  /** @throws {NetlinkError} ENOENT where there is none */
  async get({ family, table, chain, handle }: RuleRef): Promise<Rule> {
    const operation = `get rule ${formatFamily(family)} ${table} ${chain} handle ${handle}`;
    return this.#exchange.get(
      { type: nftType(NFT_MSG_GETRULE), codec: ruleMessage, body: { family, table, chain, handle }, operation },
      ({ view, start, end }) => decode(view, start, end),
    );
  }
}
