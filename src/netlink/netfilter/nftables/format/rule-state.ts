import type { SetElement } from "../set/element.ts";
import type { NftSet } from "../set/set.ts";
import type { Names } from "./data-type.ts";
import type { Registers } from "./operand.ts";
import type { Protocols } from "./protocols.ts";

/** What the text of a rule needs besides the rule. */
export interface RuleContext extends Names {
  /** Of the rule's table: a rule tells of a set without a name only which it is. */
  readonly sets?: readonly ListedSet[] | undefined;
}

/** A set or map, and its elements as far as they have been listed. */
export interface ListedSet {
  readonly set: NftSet;
  readonly elements: readonly SetElement[];
}

/** Part of a rule's text; `nft` does not show comparisons that others imply. */
export interface Part {
  text: string;
}

/** What is known of a rule while its expressions are read one after the other. */
export interface RuleState {
  /** NFPROTO_* */
  readonly family: number;
  readonly context: RuleContext;
  readonly protocols: Protocols;
  readonly registers: Registers;
  readonly parts: Part[];
  /** Comparisons to the number of a protocol, by what they tell of. */
  readonly implied: { [of in "link" | "network" | "transport" | "icmp"]?: Part | undefined };
  /** The comparison before this one, if it has begun a range. */
  rangeFrom?: { readonly part: Part; readonly text: string; readonly value: string } | undefined;
}

export function push(state: RuleState, text: string): Part {
  const part = { text };
  state.parts.push(part);
  return part;
}

/** Takes out a comparison that what comes now implies. */
export function dropImplied(state: RuleState, of: keyof RuleState["implied"]): void {
  const part = state.implied[of];
  if (part === undefined) return;
  state.parts.splice(state.parts.indexOf(part), 1);
  state.implied[of] = undefined;
}

/** The set of that name, if it has been listed. */
export function findSet(state: RuleState, name: string | undefined): ListedSet | undefined {
  return state.context.sets?.find((each) => each.set.name === name);
}
