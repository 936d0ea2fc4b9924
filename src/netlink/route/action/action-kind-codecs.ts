import type { Codec } from "../../wire/codec.ts";
import { gact } from "./kinds/gact.ts";
import { mirred } from "./kinds/mirred.ts";
import { police } from "./kinds/police.ts";
import { skbedit } from "./kinds/skbedit.ts";
import { vlan } from "./kinds/vlan.ts";

/** Codec of TCA_ACT_OPTIONS by kind. */
export const actionKindCodecs: Record<string, Codec<unknown> | undefined> = {
  gact: gact as Codec<unknown>,
  mirred: mirred as Codec<unknown>,
  police: police as Codec<unknown>,
  skbedit: skbedit as Codec<unknown>,
  vlan: vlan as Codec<unknown>,
};
