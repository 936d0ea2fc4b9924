import type { Test } from "tap";

// tap's own `throws` and `rejects` are typed for patterns that are errors, or have a message.

/** What a promise is rejected with, matched against members of the error. */
export async function rejects(t: Pick<Test, "match">, promise: Promise<unknown>, pattern: object): Promise<void> {
  const outcome = await promise.then(
    () => "it was fulfilled",
    (error: unknown) => error,
  );
  t.match(outcome, pattern);
}

/** What a function throws, likewise. */
export function throws(t: Pick<Test, "match">, action: () => unknown, pattern: object): void {
  let outcome: unknown = "it returned";
  try {
    action();
  } catch (error) {
    outcome = error;
  }
  t.match(outcome, pattern);
}
