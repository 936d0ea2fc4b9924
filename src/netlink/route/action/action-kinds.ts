import type { MirredData } from "./kinds/mirred.ts";

/** Options by kind of action. Kinds that are not here keep theirs as bytes. */
export interface ActionKinds {
  mirred: MirredData;
}
