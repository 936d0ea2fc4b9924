import type { GactData } from "./kinds/gact.ts";
import type { MirredData } from "./kinds/mirred.ts";
import type { PoliceData } from "./kinds/police.ts";
import type { SkbeditData } from "./kinds/skbedit.ts";
import type { VlanActionData } from "./kinds/vlan.ts";

/** Options by kind of action. Kinds that are not here keep theirs as bytes. */
export interface ActionKinds {
  gact: GactData;
  mirred: MirredData;
  police: PoliceData;
  skbedit: SkbeditData;
  vlan: VlanActionData;
}
