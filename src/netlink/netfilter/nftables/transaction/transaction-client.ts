import type { Exchange } from "../../../socket/exchange.ts";
import { isNetlinkError } from "../../../socket/netlink-error.ts";
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

/** Somebody else was quicker every time. Fifty containers that start at once have been seen to need more than ten. */
const MAX_ATTEMPTS = 100;
/** Of the pause after an attempt that came too late, whose length is random: else the same ones meet again. */
const MAX_PAUSE_MS = 20;

/** Changes of the ruleset, all or nothing. */
export class TransactionClient {
  readonly #exchange: Exchange;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
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
    let isConditional = false;
    for (let attempt = 1; ; attempt++) {
      const { id: genid } = await this.generation();
      const decision = await decide();
      const { operations, isUnconditional } =
        "operations" in decision ? decision : { operations: decision, isUnconditional: false };
      const isFree: boolean = isUnconditional && !isConditional;
      try {
        return await this.commit(operations, isFree ? {} : { genid });
      } catch (error) {
        // What an operation needs may have gone meanwhile. Whether it is wrong shows when it is decided for one generation.
        isConditional ||= isFree;
        const again = isFree ? isNetlinkError(error) : isNetlinkError(error, "ERESTART");
        if (!again || attempt === MAX_ATTEMPTS) throw error;
        // The first may be an accident, and costs nothing to repeat.
        if (attempt > 1) await pause(Math.random() * Math.min(attempt, MAX_PAUSE_MS));
      }
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
