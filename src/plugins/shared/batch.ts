import type { Request } from "../../netlink/socket/exchange.ts";
import type { Rollback, Undo } from "./rollback.ts";
import type { Side } from "./side.ts";
import { step } from "./step.ts";

/** One of several changes that are sent together. */
export interface BatchedChange {
  /** The message should it fail: `create qdisc` */
  readonly failed: string;
  readonly request: Request;
  /** What takes it back; left out where another's undo does. */
  readonly undo?: Undo;
}

/**
 * Makes several changes in one send. The kernel makes them in order and goes on after one that fails, so all that it did
 * make are registered to be undone.
 * @throws {CniError} of the first that failed
 */
export async function performBatch(
  { client }: Side,
  rollback: Rollback,
  changes: readonly BatchedChange[],
): Promise<void> {
  const outcomes = await rollback.performAll(
    changes.map(({ undo }) => undo),
    () => client.batch(changes.map(({ request }) => request)),
  );
  for (const [at, { failed }] of changes.entries()) {
    await step(failed, () => {
      const error = outcomes[at];
      if (error !== undefined) throw error;
    });
  }
}
