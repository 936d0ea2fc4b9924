import type { Frame } from "../../message/frame.ts";
import * as uapi from "../../uapi/nf_tables.ts";
import { NFNL_SUBSYS_NFTABLES } from "../../uapi/nfnetlink.ts";
import { type Chain, chainMessage } from "./chain/chain.ts";
import { type Flowtable, flowtableMessage } from "./flowtable/flowtable.ts";
import { objectMessage, type StatefulObject } from "./object/object.ts";
import { type Rule, ruleMessage } from "./rule/rule.ts";
import { type ElementList, elementListMessage } from "./set/element.ts";
import { type NftSet, setMessage } from "./set/set.ts";
import { type Table, tableMessage } from "./table/table.ts";
import { type Generation, generationMessage } from "./transaction/generation.ts";

/** What can be new or gone, by the word for it. */
interface EventObjects {
  table: Table;
  chain: Chain;
  rule: Rule;
  set: NftSet;
  /** One or several elements of one set. */
  elements: ElementList;
  object: StatefulObject;
  flowtable: Flowtable;
  /** The last of what a transaction changed: its number, and who made it. */
  generation: Generation;
}

/** A change of the ruleset, as the multicast group NFNLGRP_NFTABLES tells it; `present` is what a list found. */
export type NftEvent = {
  [K in keyof EventObjects]: { event: "new" | "delete" | "present"; kind: K; object: EventObjects[K] };
}[keyof EventObjects];

/** A kind, its codec, and its message types: what makes it first. */
const SOURCES = [
  ["table", tableMessage, [uapi.NFT_MSG_NEWTABLE, uapi.NFT_MSG_DELTABLE, uapi.NFT_MSG_DESTROYTABLE]],
  ["chain", chainMessage, [uapi.NFT_MSG_NEWCHAIN, uapi.NFT_MSG_DELCHAIN, uapi.NFT_MSG_DESTROYCHAIN]],
  ["rule", ruleMessage, [uapi.NFT_MSG_NEWRULE, uapi.NFT_MSG_DELRULE, uapi.NFT_MSG_DESTROYRULE]],
  ["set", setMessage, [uapi.NFT_MSG_NEWSET, uapi.NFT_MSG_DELSET, uapi.NFT_MSG_DESTROYSET]],
  ["elements", elementListMessage, [uapi.NFT_MSG_NEWSETELEM, uapi.NFT_MSG_DELSETELEM, uapi.NFT_MSG_DESTROYSETELEM]],
  ["object", objectMessage, [uapi.NFT_MSG_NEWOBJ, uapi.NFT_MSG_DELOBJ, uapi.NFT_MSG_DESTROYOBJ]],
  [
    "flowtable",
    flowtableMessage,
    [uapi.NFT_MSG_NEWFLOWTABLE, uapi.NFT_MSG_DELFLOWTABLE, uapi.NFT_MSG_DESTROYFLOWTABLE],
  ],
  ["generation", generationMessage, [uapi.NFT_MSG_NEWGEN]],
] as const;

/**
 * Reads a notification; undefined where it is none of nf_tables, or of a kind that this version does not know.
 * @throws {WireError} when not even the fixed part is whole
 */
export function decodeNftEvent({ type, view, start, end }: Frame): NftEvent | undefined {
  if (type >> 8 !== NFNL_SUBSYS_NFTABLES) return undefined;
  const message = type & 0xff;
  for (const [kind, codec, messages] of SOURCES) {
    const index = (messages as readonly number[]).indexOf(message);
    if (index < 0) continue;
    const object = codec.decodeObject(view, start, end);
    return { event: index === 0 ? "new" : "delete", kind, object } as NftEvent;
  }
  return undefined;
}
