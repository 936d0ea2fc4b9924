import type { ExpectedFailure } from "./case.ts";

/**
 * Where the subject differs from the reference on purpose. This is the only such list. An entry that no longer occurs in
 * a full run fails that run, so that the list cannot rot.
 */
export interface KnownDifference {
  readonly id: string;
  /** Why ours is right, in one sentence. */
  readonly reason: string;
  /** The heading of docs/differences.md that explains it to users. */
  readonly heading: string;
  /** Which differences it covers: every pattern given must match. */
  readonly where: {
    readonly case?: RegExp;
    readonly call?: RegExp;
    readonly path: RegExp;
    readonly reference?: RegExp;
    readonly subject?: RegExp;
  };
  /** What must hold besides. */
  readonly provided?: (context: DifferenceContext) => boolean;
}

export interface DifferenceContext {
  /** What the case demands of the subject's error. */
  readonly failure: ExpectedFailure | undefined;
  /** The error objects printed; undefined where the output is none. */
  readonly referenceError: PrintedError | undefined;
  readonly subjectError: PrintedError | undefined;
}

export interface PrintedError {
  readonly code: number;
  readonly msg: string;
  readonly details?: string;
}

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    id: "code-999",
    reason:
      "The reference gives its catch-all code 999 to every failure of a plugin; ours gives the specification's code, and words that name object and reason.",
    heading: "Error codes and messages",
    where: { path: /^stdout\.(code|msg|details)$/ },
    provided: ({ failure, referenceError, subjectError }) =>
      referenceError?.code === 999 &&
      subjectError !== undefined &&
      failure !== undefined &&
      meets(subjectError, failure),
  },
];

function meets(error: PrintedError, failure: ExpectedFailure): boolean {
  const text = `${error.msg} ${error.details ?? ""}`;
  return error.code === failure.code && failure.says.every((words) => text.includes(words));
}
