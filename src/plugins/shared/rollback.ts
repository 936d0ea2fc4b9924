import { findObserver } from "../../cni/log/observer.ts";
import { isNetlinkError, type NetlinkError } from "../../netlink/socket/netlink-error.ts";
import type { Side } from "./side.ts";

/** One undo, and the words for it should it fail. It must be right also where the change has not happened. */
export interface Undo {
  /** `delete link "vethd2c5a0b1"` */
  readonly what: string;
  readonly run: () => Promise<void> | void;
}

async function runUndo({ what, run }: Undo): Promise<void> {
  const observer = findObserver();
  if (observer === undefined) await run();
  else await observer.step(`undo: ${what}`, async () => run());
}

/** A change and what takes it back. */
export interface Change<T> {
  /** The undo in words: `delete link "vethd2c5a0b1"` */
  readonly undoing: string;
  run(): Promise<T> | T;
  /** Must be right also where the change has not happened. */
  undo(): Promise<void> | void;
}

/** What a failed ADD takes back: in reverse order, each undo whatever the others did, so that the world ends as it was found. */
export class Rollback {
  readonly #undos: Undo[] = [];

  /** Remembers how to undo what has been done. */
  add(what: string, run: () => Promise<void> | void): void {
    this.#undos.push({ what, run });
  }

  /**
   * Makes a change. Its undo is registered before, since an answer of the kernel can get lost: then nobody knows whether
   * it happened, and the undo has to do for both. What the kernel refuses has not happened.
   */
  async perform<T>({ undoing, run, undo }: Change<T>): Promise<T> {
    const registered: Undo = { what: undoing, run: undo };
    this.#undos.push(registered);
    try {
      return await run();
    } catch (error) {
      if (isNetlinkError(error)) this.#undos.splice(this.#undos.indexOf(registered), 1);
      throw error;
    }
  }

  /**
   * The same for changes that are sent together.
   * @param undos of each; undefined where a change needs none
   * @param run returns what the kernel refused, by change
   */
  async performAll(
    undos: readonly (Undo | undefined)[],
    run: () => Promise<readonly (NetlinkError | undefined)[]>,
  ): Promise<readonly (NetlinkError | undefined)[]> {
    for (const undo of undos) if (undo !== undefined) this.#undos.push(undo);
    const refusals = await run();
    for (const [at, undo] of undos.entries()) {
      if (undo !== undefined && refusals[at] !== undefined) this.#undos.splice(this.#undos.indexOf(undo), 1);
    }
    return refusals;
  }

  /** @returns what could not be undone, in words */
  async run(): Promise<string[]> {
    const failures: string[] = [];
    for (let undo = this.#undos.pop(); undo !== undefined; undo = this.#undos.pop()) {
      try {
        await runUndo(undo);
      } catch (error) {
        failures.push(`${undo.what}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    return failures;
  }
}

/**
 * Runs `action`; when it throws, undoes what it registered, warns of what could not be undone, and throws on.
 * @param sides that the undos work on, over new sockets: the old ones may have lost an answer, or wait for one
 */
export async function withRollback<T>(
  { warn, sides }: { warn: (message: string) => void; sides: readonly Pick<Side, "renew">[] },
  action: (rollback: Rollback) => Promise<T>,
): Promise<T> {
  const rollback = new Rollback();
  try {
    return await action(rollback);
  } catch (error) {
    for (const side of sides) await side.renew();
    for (const failure of await rollback.run()) warn(`undoing a failed ADD: ${failure}`);
    throw error;
  }
}
