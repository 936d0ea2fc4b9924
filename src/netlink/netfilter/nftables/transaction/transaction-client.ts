import { now } from "../../../../machine.ts";
import type { Exchange } from "../../../socket/exchange.ts";
import { isNetlinkError } from "../../../socket/netlink-error.ts";
import { pauseAfter } from "../../../socket/pause.ts";
import { transact } from "../../../socket/transact.ts";
import { NFT_MSG_GETGEN, NFT_MSG_NEWGEN } from "../../../uapi/nf_tables.ts";
import { nftType } from "../nft-message.ts";
import { batchBegin, batchEnd } from "./batch.ts";
import type { Decision } from "./decision.ts";
import { type Generation, generationMessage } from "./generation.ts";
import { hintOf } from "./hint.ts";
import type { Operation } from "./operation.ts";

/** What the kernel says of a transaction that it carried out. */
export interface Committed {
  /** Of what each operation made, by its index: only of those that were given to `echo`. */
  readonly handles: readonly (bigint | undefined)[];
}

/** Against four loops of `iptables` and `nft` a hundred attempts, of two seconds, have been seen not to be enough. */
const DEFAULT_PATIENCE_MS = 20_000;

export interface TransactionOptions {
  /** Runs all attempts at a change but the first: for programs that agree on who comes when. At once when left out. */
  readonly inTurn?: (<T>(attempts: () => Promise<T>) => Promise<T>) | undefined;
  /** For how long a change is tried again, in milliseconds; 20 seconds when left out. */
  readonly patienceMs?: number | undefined;
}

/** Changes of the ruleset, all or nothing. */
export class TransactionClient {
  readonly #exchange: Exchange;
  readonly #inTurn: NonNullable<TransactionOptions["inTurn"]>;
  readonly #patienceMs: number;

  constructor(
    exchange: Exchange,
    { inTurn = (attempts) => attempts(), patienceMs = DEFAULT_PATIENCE_MS }: TransactionOptions = {},
  ) {
    this.#exchange = exchange;
    this.#inTurn = inTurn;
    this.#patienceMs = patienceMs;
  }

  /** The generation that the ruleset is in. */
  async generation(): Promise<Generation> {
    return this.#exchange.get(
      { type: nftType(NFT_MSG_GETGEN), codec: generationMessage, body: {}, operation: "get generation" },
      ({ view, start, end }) => generationMessage.decodeObject(view, start, end) as Generation,
    );
  }

  /**
   * Carries out the operations in order, in one transaction and one send, or none of them. No operations are no
   * transaction.
   *
   * @param options.genid the generation they were made for: ERESTART when the ruleset has changed since
   * @throws {TransactionError} with the operation that the kernel refused
   */
  async commit(operations: readonly Operation[], { genid }: { genid?: number | undefined } = {}): Promise<Committed> {
    const handles = new Array<bigint | undefined>(operations.length).fill(undefined);
    const transaction = { begin: batchBegin(genid), operations, end: batchEnd(), hint: hintOf };
    await transact(this.#exchange, transaction, ({ type, view, start, end }, index) => {
      const codec = operations[index]?.codec;
      // The new generation is reported with the first operation's number.
      if (codec === undefined || type === nftType(NFT_MSG_NEWGEN)) return;
      const made = codec.decode(view, start, end) as { handle?: bigint };
      handles[index] ??= made.handle;
    });
    return { handles };
  }

  /**
   * A change that depends on what is there: `decide` looks and says what to do, and is asked again when somebody else
   * has changed the ruleset meanwhile.
   *
   * @throws {TransactionError} ERESTART when that happened every time
   */
  async change(decide: () => Promise<readonly Operation[] | Decision>): Promise<Committed> {
    const attempts = new Attempts(this, decide);
    const first = await attempts.next();
    if (first.committed !== undefined) return first.committed;
    return await this.#inTurn(() => attempts.untilDone(now() + this.#patienceMs));
  }
}

/** What became of an attempt: without `committed`, somebody else was quicker. */
type Outcome = { readonly committed: Committed } | { readonly committed?: never; readonly refusal: unknown };

/** The attempts at one change. */
class Attempts {
  readonly #client: TransactionClient;
  readonly #decide: () => Promise<readonly Operation[] | Decision>;
  #isConditional = false;

  constructor(client: TransactionClient, decide: () => Promise<readonly Operation[] | Decision>) {
    this.#client = client;
    this.#decide = decide;
  }

  /** @throws the last refusal when the deadline, by the clock of the machine, has passed */
  async untilDone(deadline: number): Promise<Committed> {
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.next();
      if (outcome.committed !== undefined) return outcome.committed;
      if (now() >= deadline) throw outcome.refusal;
      await pauseAfter(attempt);
    }
  }

  async next(): Promise<Outcome> {
    const { id: genid } = await this.#client.generation();
    const decision = await this.#decide();
    const { operations, isUnconditional } =
      "operations" in decision ? decision : { operations: decision, isUnconditional: false };
    const isFree = isUnconditional && !this.#isConditional;
    try {
      return { committed: await this.#client.commit(operations, isFree ? {} : { genid }) };
    } catch (refusal) {
      // What an operation needs may have gone meanwhile. Whether it is wrong shows when it is decided for one generation.
      this.#isConditional ||= isFree;
      const again = isFree ? isNetlinkError(refusal) : isNetlinkError(refusal, "ERESTART");
      if (!again) throw refusal;
      return { refusal };
    }
  }
}
