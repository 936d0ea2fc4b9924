import type { JsonObject } from "./json.ts";

/**
 * One scenario of the corpus: a configuration, the world it meets, and the verbs that are run one after the other. The
 * runner does the same through the reference and through the subject and compares what can be observed after each verb.
 */
export interface ConformanceCase {
  /** `<plugin>/<scenario>`, unique: what `--only` and the known differences go by. */
  readonly name: string;
  /** The network configuration given on stdin, or the plugins of a list, called as a runtime calls a list. */
  readonly config: JsonObject | readonly JsonObject[];
  /** What the running kernel must be able to do; without it the case is skipped, and said so. */
  readonly needs?: readonly KernelNeed[];
  /** Shell lines run in the host's namespace before the first verb. `ip -n container …` reaches a container. */
  readonly arrange?: readonly string[];
  /** How many container namespaces there are: `container`, `container2`, … Default 1. */
  readonly containers?: number;
  /** `kernel` keeps the kernel's own IPv6 delays; the default makes duplicate address detection instant, to save time. */
  readonly ipv6Delays?: "none" | "kernel";
  /** Compare also what is there at the very moment an ADD ends, before anything has had time to settle. */
  readonly promptly?: boolean;
  /** The verbs; by default all that the configuration's version knows (of a failing case ADD alone), and DEL twice. */
  readonly steps?: readonly Step[];
  /** What the subject's errors must be where the reference reports its catch-all code 999. A step can have its own. */
  readonly failure?: ExpectedFailure;
}

export interface ExpectedFailure {
  /** The code of the specification (SPEC.md "Error"), or 100 and above. */
  readonly code: number;
  /** Words that the message or the details must contain: the object and the reason. */
  readonly says: readonly string[];
}

export type KernelNeed = "bridge-vlan-filtering" | "dummy" | "ipv6";

/** One call of a plugin (or, for a list, of each of its plugins). */
export interface Step {
  /** CNI_COMMAND. */
  readonly verb: string;
  /** What distinguishes this step in reports when the verb alone does not. */
  readonly label?: string;
  /** Which container namespace: 1 is `container` (the default), 2 `container2`. */
  readonly container?: number;
  /** Default `eth0`. */
  readonly ifname?: string;
  /** Shell lines run in the host's namespace right before the call. */
  readonly arrange?: readonly string[];
  /** Environment over the usual one; null removes a variable. */
  readonly env?: Readonly<Record<string, string | null>>;
  /** Keys over the case's configuration. */
  readonly config?: JsonObject;
  /** Exactly these bytes on stdin instead of the configuration. */
  readonly stdin?: string;
  /** Default: for CHECK and DEL of versions that know it, the result of the container's last ADD. */
  readonly prevResult?: "none" | JsonObject;
  /** As the case's, for this step. */
  readonly failure?: ExpectedFailure;
}
