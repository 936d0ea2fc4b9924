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

/** A search through less than that costs more than looking at its rules. */
const WORTH_SEARCHING = 4096;

/** Decodes what is meant, and gives undefined for what is not. */
function decodeMeant({
  traces,
  isMeant,
}: RuleGlance): (view: DataView, start: number, end: number) => Rule | undefined {
  let searched: DataView | undefined;
  let isThere = true;
  return (view, start, end) => {
    if (view !== searched) {
      searched = view;
      isThere = view.byteLength < WORTH_SEARCHING || hasOneOf(view, traces);
    }
    return isThere && isMeant(view, start, end) ? decode(view, start, end) : undefined;
  };
}

function hasOneOf({ buffer, byteOffset, byteLength }: DataView, traces: readonly Uint8Array[]): boolean {
  const bytes = Buffer.from(buffer, byteOffset, byteLength);
  return traces.some((trace) => bytes.indexOf(trace) >= 0);
}

/** `nft list chain`, without the chain. */
export class RuleClient {
  readonly #exchange: Exchange;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  /**
   * Rules in the order in which they are tried, one chain after the other; none where the chain is not there.
   * @param glance only rules that are meant by it are decoded and listed
   */
  async list({ family, table, chain }: RuleFilter = {}, glance?: RuleGlance): Promise<Rule[]> {
    const body = { family: family ?? 0, table, chain };
    const rules = await dumpObjects<Rule | undefined>(
      this.#exchange,
      { type: nftType(NFT_MSG_GETRULE), codec: ruleMessage, body, operation: "list rules" },
      {
        decode: glance === undefined ? decode : decodeMeant(glance),
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
