import type { Chain } from "./chain/chain.ts";
import type { Flowtable } from "./flowtable/flowtable.ts";
import type { ListedSet } from "./format/rule-state.ts";
import type { StatefulObject } from "./object/object.ts";
import type { Rule } from "./rule/rule.ts";
import type { Table } from "./table/table.ts";

/** Tables and what is in them, each kind in the kernel's order. */
export interface Ruleset {
  readonly tables: readonly Table[];
  readonly objects: readonly StatefulObject[];
  readonly sets: readonly ListedSet[];
  readonly flowtables: readonly Flowtable[];
  readonly chains: readonly Chain[];
  readonly rules: readonly Rule[];
}
