import * as uapi from "../../uapi/pkt_cls.ts";
import { type AttrsOf, attr, attrSet } from "../../wire/attr-table.ts";
import { unflaggedNest, variant } from "../../wire/containers.ts";
import { u32 } from "../../wire/scalars.ts";
import { bytes, str } from "../../wire/text.ts";
import { bitfield32 } from "../tc/bitfield32.ts";
import type { KindInput } from "../tc/kind-input.ts";
import { tcStats2Attrs } from "../tc/tc-stats.ts";
import { actionKindCodecs } from "./action-kind-codecs.ts";
import type { ActionKinds } from "./action-kinds.ts";

/** Attributes of an action (enum TCA_ACT_*, linux/pkt_cls.h). */
export const actionAttrs = attrSet("TCA_ACT", {
  kind: attr(uapi.TCA_ACT_KIND, str()),
  options: variant<ActionKinds[keyof ActionKinds] | Uint8Array>(uapi.TCA_ACT_OPTIONS, {
    selector: "kind",
    arms: actionKindCodecs,
  }),
  /** Names an action to be read or deleted. */
  index: attr(uapi.TCA_ACT_INDEX, u32),
  stats: attr(uapi.TCA_ACT_STATS, unflaggedNest(tcStats2Attrs)),
  pad: attr(uapi.TCA_ACT_PAD, bytes()),
  /** Up to 16 bytes that the kernel keeps for whoever made the action. */
  cookie: attr(uapi.TCA_ACT_COOKIE, bytes()),
  /** TCA_ACT_FLAGS_* */
  flags: attr(uapi.TCA_ACT_FLAGS, bitfield32),
  /** TCA_ACT_HW_STATS_* */
  hwStats: attr(uapi.TCA_ACT_HW_STATS, bitfield32),
  usedHwStats: attr(uapi.TCA_ACT_USED_HW_STATS, bitfield32),
  inHwCount: attr(uapi.TCA_ACT_IN_HW_COUNT, u32),
});

interface InList {
  /** Its number in the list; by default its place, counted from 1. */
  order?: number;
}

/** An action as the kernel reports it; {@link isAction} tells the type of its options. */
export interface Action extends AttrsOf<typeof actionAttrs>, InList {}

/** An action to be made or named. */
export type ActionInput = Omit<AttrsOf<typeof actionAttrs>, "kind" | "options"> & InList & KindInput<ActionKinds>;

/** An action of a known kind. */
export interface ActionOfKind<K extends keyof ActionKinds> extends Omit<Action, "kind" | "options"> {
  kind: K;
  options?: ActionKinds[K];
}

/** Whether an action is of this kind; its `options` then have the type of the kind. */
export function isAction<K extends keyof ActionKinds>(action: Action, kind: K): action is Action & ActionOfKind<K> {
  return action.kind === kind;
}
