import type { Rollback } from "./rollback.ts";
import type { Side } from "./side.ts";

/** What the steps of an ADD work with. */
export interface Attach {
  readonly host: Side;
  readonly container: Side;
  readonly rollback: Rollback;
}
