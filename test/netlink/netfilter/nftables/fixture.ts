import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { chainAttrs, chainMessage } from "../../../../src/netlink/netfilter/nftables/chain/chain.ts";
import { flowtableAttrs, flowtableMessage } from "../../../../src/netlink/netfilter/nftables/flowtable/flowtable.ts";
import { objectAttrs, objectMessage } from "../../../../src/netlink/netfilter/nftables/object/object.ts";
import { ruleAttrs, ruleMessage } from "../../../../src/netlink/netfilter/nftables/rule/rule.ts";
import { elementListAttrs, elementListMessage } from "../../../../src/netlink/netfilter/nftables/set/element.ts";
import { setAttrs, setMessage } from "../../../../src/netlink/netfilter/nftables/set/set.ts";
import { tableAttrs, tableMessage } from "../../../../src/netlink/netfilter/nftables/table/table.ts";
import { batchAttrs, batchMessage } from "../../../../src/netlink/netfilter/nftables/transaction/batch-message.ts";
import {
  generationAttrs,
  generationMessage,
} from "../../../../src/netlink/netfilter/nftables/transaction/generation.ts";
import type { AttrSet } from "../../../../src/netlink/wire/attr-table.ts";
import { projectRoot } from "../../bun.ts";
import { hex } from "../../bytes.ts";
import type { Decoder } from "../../fuzz/decoders.ts";

/** A kind of message: its codec and attributes, by the word in the names of its types. */
export type Kind = readonly [kind: string, codec: Pick<Decoder, "decode" | "encode">, attrs: AttrSet];

export const kinds: readonly Kind[] = [
  ["TABLE", tableMessage as unknown as Decoder, tableAttrs],
  ["CHAIN", chainMessage as unknown as Decoder, chainAttrs],
  ["RULE", ruleMessage as unknown as Decoder, ruleAttrs],
  ["SET", setMessage as unknown as Decoder, setAttrs],
  ["SETELEM", elementListMessage as unknown as Decoder, elementListAttrs],
  ["OBJ", objectMessage as unknown as Decoder, objectAttrs],
  ["FLOWTABLE", flowtableMessage as unknown as Decoder, flowtableAttrs],
  ["GEN", generationMessage as unknown as Decoder, generationAttrs],
  ["BATCH", batchMessage as unknown as Decoder, batchAttrs],
];

/** A message of a fixture, with its name as in the header: `NFT_MSG_NEWTABLE`. */
export interface FixtureMessage {
  readonly fixture: string;
  readonly name: string;
  readonly kind: Kind;
  /** Whole; sequence number and port id are zero. */
  readonly bytes: Uint8Array;
  /** From `nft`, or from the kernel. */
  readonly from: "nft" | "kernel";
}

interface FixtureFile {
  readonly name: string;
  readonly sent: string[][];
  readonly received: string[][];
}

/** What scripts/record-nft-fixtures.ts recorded. */
export function readNftFixtures(): readonly FixtureMessage[] {
  const folder = join(projectRoot(), "fixtures/wire/nftables");
  return readdirSync(folder).flatMap((file) => {
    const { name, sent, received } = JSON.parse(readFileSync(join(folder, file), "utf8")) as FixtureFile;
    return [
      ...sent.map((lines) => messageOf(name, lines, "nft")),
      ...received.map((lines) => messageOf(name, lines, "kernel")),
    ];
  });
}

function messageOf(fixture: string, lines: readonly string[], from: FixtureMessage["from"]): FixtureMessage {
  const name = /nlmsghdr (\S+)/.exec(lines[0] ?? "")?.[1] ?? "";
  const word = /^(?:NFT_MSG_(?:NEW|GET|DEL)|NFNL_MSG_)([A-Z]+)/.exec(name)?.[1];
  const kind = kinds.find(([each]) => each === word);
  if (kind === undefined) throw new TypeError(`${fixture}: ${name} has no codec`);
  const bytes = hex(lines.map((line) => line.trimStart().split("  ")[0] ?? "").join(""));
  return { fixture, name, kind, bytes, from };
}
