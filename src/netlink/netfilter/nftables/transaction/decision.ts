import type { Operation } from "./operation.ts";

/** Operations, and how far what they were decided on has to stand. */
export interface Decision {
  readonly operations: readonly Operation[];
  /**
   * Whether they are right whatever others have done since: they add what nobody else adds, and delete by handle. They are then
   * carried out for any generation, and for one only where the kernel refuses that.
   */
  readonly isUnconditional: boolean;
}
