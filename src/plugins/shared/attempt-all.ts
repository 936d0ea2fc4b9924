import { toCniError } from "../../cni/skel/map-error.ts";

/**
 * For DEL: does one after the other, each whatever became of those before. The first failure is thrown at the end, the others
 * are warned of.
 */
export async function attemptAll(
  actions: readonly (() => Promise<void>)[],
  warn: (message: string) => void,
): Promise<void> {
  const failures: unknown[] = [];
  for (const action of actions) {
    try {
      await action();
    } catch (error) {
      failures.push(error);
    }
  }
  const [first, ...others] = failures;
  for (const other of others) warn(toCniError(other).message);
  if (first !== undefined) throw first;
}
