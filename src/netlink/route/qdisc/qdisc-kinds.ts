import type { EmptyOptions } from "./kinds/empty.ts";
import type { TbfData } from "./kinds/tbf.ts";

/** Options by kind of qdisc (TCA_OPTIONS). Kinds that are not here keep theirs as bytes. */
export interface QdiscKinds {
  clsact: EmptyOptions;
  ingress: EmptyOptions;
  tbf: TbfData;
}
