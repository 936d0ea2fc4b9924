import { openBlockingTransport } from "../../socket/blocking-transport.ts";
import { Exchange } from "../../socket/exchange.ts";
import { loadLibc } from "../../socket/load-libc.ts";
import { isNetlinkError } from "../../socket/netlink-error.ts";
import { NETLINK_NETFILTER } from "../../uapi/netlink.ts";
import type { ChainRef } from "../nftables/chain/chain.ts";
import { ChainClient } from "../nftables/chain/chain-client.ts";
import { formatFamily } from "../nftables/family.ts";
import type { NftablesClientOptions } from "../nftables/nftables-client.ts";
import { RuleClient } from "../nftables/rule/rule-client.ts";
import { TransactionClient, type TransactionOptions } from "../nftables/transaction/transaction-client.ts";
import { compatGetType, compatMessage } from "./compat.ts";
import { type IptablesPlan, type ListedChain, type ListedRule, planIptables } from "./plan.ts";
import { decodeRule } from "./rule/decode-rule.ts";

/** A match or target in a revision. */
export interface ExtensionRef {
  /** NFPROTO_IPV4 or NFPROTO_IPV6 */
  readonly family: number;
  readonly kind: "match" | "target";
  readonly name: string;
  readonly revision: number;
}

/** Refusals that mean that the kernel has no nft_compat, or not this extension of x_tables in this revision. */
const UNSUPPORTED = ["EINVAL", "ENOENT", "EOPNOTSUPP", "EPROTONOSUPPORT", "ENOPROTOOPT"];

/**
 * The rules of `iptables` and `ip6tables` where they work with nf_tables: tables, chains and rules that those programs
 * list, check and delete. Rules of iptables-legacy are others, which this does not see.
 */
export class IptablesClient implements Disposable {
  readonly #exchange: Exchange;
  readonly #chain: ChainClient;
  readonly #rule: RuleClient;
  readonly #transaction: TransactionClient;

  constructor(exchange: Exchange, options: TransactionOptions = {}) {
    this.#exchange = exchange;
    this.#chain = new ChainClient(exchange);
    this.#rule = new RuleClient(exchange);
    this.#transaction = new TransactionClient(exchange, options);
  }

  /** Whether rules with this match or target can be made: not so where the kernel lacks nft_compat. */
  async supports({ family, kind, name, revision }: ExtensionRef): Promise<boolean> {
    const body = { family, name, rev: revision, type: kind === "target" ? 1 : 0 };
    const operation = `ask for ${kind} ${name} of ${formatFamily(family)}`;
    try {
      await this.#exchange.request({ type: compatGetType(), codec: compatMessage, body, operation });
      return true;
    } catch (error) {
      if (isNetlinkError(error, ...UNSUPPORTED)) return false;
      throw error;
    }
  }

  /** Names of all chains of a table, in the order in which they were made; none where there is no such table. */
  async listChains({ family, table }: Omit<ChainRef, "chain">): Promise<string[]> {
    return (await this.#chain.list({ family, table })).map(({ name }) => name);
  }

  /** The rules of a chain in order; none where it is not there. */
  async listRules(chain: ChainRef): Promise<ListedRule[]> {
    const rules = await this.#rule.list(chain);
    return rules.map((rule) => ({ handle: rule.handle, rule: decodeRule(rule) }));
  }

  async chainExists(chain: ChainRef): Promise<boolean> {
    try {
      await this.#chain.get(chain);
      return true;
    } catch (error) {
      if (isNetlinkError(error, "ENOENT")) return false;
      throw error;
    }
  }

  /**
   * Lists chains, has `decide` say what is to be done to them, and does it in one transaction: all or nothing. When
   * somebody else has changed rules meanwhile, it begins anew, unless the plan is right all the same. What is there already
   * costs no transaction.
   *
   * @param chains all that `decide` looks at or changes, or how to find them
   * @throws {TransactionError} with the operation that the kernel refused
   * @throws {WireError} where a value of a rule does not fit
   */
  async change(
    chains: readonly ChainRef[] | (() => Promise<readonly ChainRef[]>),
    decide: (plan: IptablesPlan) => void,
  ): Promise<void> {
    await this.#transaction.change(async () => {
      const plan = planIptables(await this.#list(typeof chains === "function" ? await chains() : chains));
      decide(plan);
      return plan;
    });
  }

  async #list(chains: readonly ChainRef[]): Promise<ListedChain[]> {
    const listed: ListedChain[] = [];
    for (const ref of chains) {
      const rules = await this.listRules(ref);
      listed.push({ ref, rules, exists: rules.length > 0 || (await this.chainExists(ref)) });
    }
    return listed;
  }

  [Symbol.dispose](): void {
    this.#exchange.close();
  }
}

/**
 * Opens a client over a blocking socket.
 * @throws {LibcError} {@link NetnsError} when socket or namespace cannot be opened
 */
export async function openIptablesClient(options: NftablesClientOptions = {}): Promise<IptablesClient> {
  const transport = openBlockingTransport({ libc: await loadLibc(), protocol: NETLINK_NETFILTER, ...options });
  return new IptablesClient(new Exchange(transport, { onWarning: options.onWarning }));
}
