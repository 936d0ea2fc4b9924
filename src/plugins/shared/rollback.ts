/** One undo, and the words for it should it fail. */
interface Undo {
  readonly what: string;
  readonly run: () => Promise<void> | void;
}

/**
 * What a failed ADD takes back. Every undo is registered on the line after its do; they run in reverse order, each
 * whatever the others did, so that the world ends as it was found.
 */
export class Rollback {
  readonly #undos: Undo[] = [];

  /** @param what `delete link "vethd2c5a0b1"` */
  add(what: string, run: () => Promise<void> | void): void {
    this.#undos.push({ what, run });
  }

  /** @returns what could not be undone, in words */
  async run(): Promise<string[]> {
    const failures: string[] = [];
    for (let undo = this.#undos.pop(); undo !== undefined; undo = this.#undos.pop()) {
      try {
        await undo.run();
      } catch (error) {
        failures.push(`${undo.what}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    return failures;
  }
}

/** Runs `action`; when it throws, undoes what it registered, warns of what could not be undone, and throws on. */
export async function withRollback<T>(
  warn: (message: string) => void,
  action: (rollback: Rollback) => Promise<T>,
): Promise<T> {
  const rollback = new Rollback();
  try {
    return await action(rollback);
  } catch (error) {
    for (const failure of await rollback.run()) warn(`undoing a failed ADD: ${failure}`);
    throw error;
  }
}
