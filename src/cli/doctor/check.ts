import type { NodeState } from "./node-state.ts";

/** Something on a node that is wrong, or will be. */
export interface Found {
  /** A warning may be meant so. */
  readonly level: "error" | "warning";
  /** What it is about: a file, a link, an attachment. */
  readonly subject: string;
  /** What was seen. */
  readonly what: string;
  /** What a person can do. */
  readonly mend: string;
  /** Mends it and says what was done; only where nothing that is in use can be harmed. */
  readonly fix?: () => string | Promise<string>;
}

/** Looks for one kind of fault. */
export interface Check {
  /** `leaked-leases` */
  readonly name: string;
  /** What the fault leads to. */
  readonly why: string;
  /** Whether it is about what no attachment has: where the cache of results may not be read, it is left out. */
  readonly needsCache?: boolean;
  look(node: NodeState): readonly Found[] | Promise<readonly Found[]>;
}

export interface Finding extends Found {
  readonly check: string;
  readonly why: string;
}
