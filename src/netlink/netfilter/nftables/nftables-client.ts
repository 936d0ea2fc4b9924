import { openBlockingTransport } from "../../socket/blocking-transport.ts";
import { Exchange, type WarningHandler } from "../../socket/exchange.ts";
import { loadLibc } from "../../socket/load-libc.ts";
import type { NetnsRef } from "../../socket/netns.ts";
import type { Transport } from "../../socket/transport.ts";
import { NETLINK_NETFILTER } from "../../uapi/netlink.ts";
import { ChainClient } from "./chain/chain-client.ts";
import { FlowtableClient } from "./flowtable/flowtable-client.ts";
import { ObjectClient } from "./object/object-client.ts";
import { RuleClient } from "./rule/rule-client.ts";
import { SetClient } from "./set/set-client.ts";
import { TableClient } from "./table/table-client.ts";
import { TransactionClient } from "./transaction/transaction-client.ts";

export interface NftablesClientOptions {
  /** The namespace to work in; this thread's own when left out. */
  readonly netns?: NetnsRef | undefined;
  readonly timeoutMs?: number | undefined;
  /** Told of remarks that the kernel makes on requests it carries out. */
  readonly onWarning?: WarningHandler | undefined;
}

/** nf_tables in one namespace: its members list what there is, and transactions change it. */
export class NftablesClient implements Disposable {
  readonly table: TableClient;
  readonly chain: ChainClient;
  readonly rule: RuleClient;
  readonly set: SetClient;
  readonly object: ObjectClient;
  readonly flowtable: FlowtableClient;
  readonly transaction: TransactionClient;
  readonly #exchange: Exchange;

  constructor(transport: Transport, { onWarning }: Pick<NftablesClientOptions, "onWarning"> = {}) {
    this.#exchange = new Exchange(transport, { onWarning });
    this.table = new TableClient(this.#exchange);
    this.chain = new ChainClient(this.#exchange);
    this.rule = new RuleClient(this.#exchange);
    this.set = new SetClient(this.#exchange);
    this.object = new ObjectClient(this.#exchange);
    this.flowtable = new FlowtableClient(this.#exchange);
    this.transaction = new TransactionClient(this.#exchange);
  }

  [Symbol.dispose](): void {
    this.#exchange.close();
  }
}

/**
 * Opens a client over a blocking socket.
 * @throws {LibcError} {@link NetnsError} when socket or namespace cannot be opened
 */
export async function openNftablesClient(options: NftablesClientOptions = {}): Promise<NftablesClient> {
  const libc = await loadLibc();
  return new NftablesClient(openBlockingTransport({ libc, protocol: NETLINK_NETFILTER, ...options }), options);
}
