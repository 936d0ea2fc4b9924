import { NFT_SET_ANONYMOUS, NFT_TABLE_F_DORMANT, NFT_TABLE_F_OWNER } from "../../../uapi/nf_tables.ts";
import { formatFamily } from "../family.ts";
import type { Ruleset } from "../ruleset.ts";
import type { Table } from "../table/table.ts";
import { block, handleOf, type TextOptions } from "./block.ts";
import { formatChain } from "./chain-text.ts";
import type { Names } from "./data-type.ts";
import { formatFlowtable, formatObject } from "./object-text.ts";
import { formatSet } from "./set-text.ts";

export interface RulesetTextOptions extends TextOptions, Names {}

/** Tables with all that is in them, as `nft list ruleset` shows them. */
export function formatRuleset(ruleset: Ruleset, options: RulesetTextOptions = {}): string {
  return ruleset.tables.map((table) => `${formatTable(table, ruleset, options).join("\n")}\n`).join("");
}

function formatTable(table: Table, ruleset: Ruleset, options: RulesetTextOptions): string[] {
  const own = <T extends { readonly family: number; readonly table: string }>(all: readonly T[]): T[] =>
    all.filter((each) => each.family === table.family && each.table === table.name);
  const sets = ruleset.sets.filter(({ set }) => set.family === table.family && set.table === table.name);
  const rules = own(ruleset.rules);
  const context = { ...options, sets };
  const blocks = [
    ...own(ruleset.objects).map((each) => formatObject(each, options)),
    ...sets.filter(({ set }) => !isAnonymous(set.flags)).map((each) => formatSet(each, context)),
    ...own(ruleset.flowtables).map((each) => formatFlowtable(each, options)),
    ...own(ruleset.chains).map((chain) =>
      formatChain(
        chain,
        rules.filter((each) => each.chain === chain.name),
        context,
      ),
    ),
  ];
  const lines = headLines(table);
  const flags = lines[0]?.startsWith("flags ") === true;
  for (const each of blocks) {
    if (each !== blocks[0] || flags) lines.push("");
    lines.push(...each);
  }
  return block(`table ${formatFamily(table.family)} ${table.name}`, lines, handleOf(table, options));
}

function isAnonymous(flags = 0): boolean {
  return (flags & NFT_SET_ANONYMOUS) !== 0;
}

function headLines({ flags = 0, userdata }: Table): string[] {
  const lines: string[] = [];
  const words: string[] = [];
  if ((flags & NFT_TABLE_F_DORMANT) !== 0) words.push("dormant");
  if ((flags & NFT_TABLE_F_OWNER) !== 0) words.push("owner");
  if (words.length > 0) lines.push(`flags ${words.join(",")}`);
  if (userdata?.comment !== undefined) lines.push(`comment "${userdata.comment}"`);
  return lines;
}
