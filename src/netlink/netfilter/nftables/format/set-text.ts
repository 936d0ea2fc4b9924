import * as uapi from "../../../uapi/nf_tables.ts";
import { formatObjectType } from "../object/object-kinds.ts";
import type { NftSet } from "../set/set.ts";
import { block, handleOf, type TextOptions } from "./block.ts";
import { dataTypesOf, formatDuration } from "./data-types.ts";
import type { ListedSet, RuleContext } from "./rule-state.ts";
import { type ElementTypes, formatElements } from "./set-elements.ts";
import { formatStatement } from "./statement.ts";
import { formatTypeof } from "./typeof-text.ts";

const FLAGS: readonly (readonly [flag: number, word: string])[] = [
  [uapi.NFT_SET_CONSTANT, "constant"],
  [uapi.NFT_SET_EVAL, "dynamic"],
  [uapi.NFT_SET_INTERVAL, "interval"],
  [uapi.NFT_SET_TIMEOUT, "timeout"],
];

/** A set or map with its elements as `nft list ruleset` shows it, within its table. */
export function formatSet(listed: ListedSet, context: RuleContext & TextOptions): string[] {
  const { set } = listed;
  const map = ((set.flags ?? 0) & (uapi.NFT_SET_MAP | uapi.NFT_SET_OBJECT)) !== 0;
  const lines = [typeLine(set, map), ...declarations(set)];
  const statement = (each: Parameters<typeof formatStatement>[0]): string => formatStatement(each, set) ?? "";
  const own = set.expressions ?? (set.expr === undefined ? [] : [set.expr]);
  // What an element counts begins at zero: `nft` shows the counter of the set without.
  for (const each of own) lines.push(each.name === "counter" ? "counter" : statement(each));
  const keys = (dataTypesOf(set.keyType ?? 0) ?? []).map((type) => ({ type }));
  const types: ElementTypes = { keys, data: dataTypesOf(set.dataType ?? 0) };
  const elements = formatElements(listed, types, { ...context, statement });
  if (elements.length > 0) lines.push(...elementLines(elements, keys.length === 1 ? keys[0]?.type.perLine : undefined));
  return block(`${map ? "map" : "set"} ${set.name}`, lines, handleOf(set, context));
}

/** `typeof ip saddr : meta mark` where `nft` has kept the expressions, `type ipv4_addr : mark` elsewhere. */
function typeLine(set: NftSet, map: boolean): string {
  const { keyTypeof = {}, dataTypeof = {} } = set.userdata ?? {};
  const key = formatTypeof(keyTypeof);
  const plain = !map || set.dataType === uapi.NFT_DATA_VERDICT || ((set.flags ?? 0) & uapi.NFT_SET_OBJECT) !== 0;
  const data = plain ? dataName(set) : formatTypeof(dataTypeof);
  if (key !== undefined && data !== undefined) return `typeof ${key}${map ? ` : ${data}` : ""}`;
  return `type ${typeNames(set.keyType)}${map ? ` : ${dataName(set)}` : ""}`;
}

function typeNames(number = 0): string {
  return (
    dataTypesOf(number)
      ?.map(({ name }) => name)
      .join(" . ") ?? `type ${number}`
  );
}

function dataName({ objType, dataType, flags = 0, userdata }: NftSet): string {
  if ((flags & uapi.NFT_SET_OBJECT) !== 0) return formatObjectType(objType ?? 0);
  if (dataType === uapi.NFT_DATA_VERDICT) return "verdict";
  return `${userdata?.dataInterval === 1 ? "interval " : ""}${typeNames(dataType)}`;
}

function declarations({ flags = 0, policy, desc, timeout, gcInterval, userdata }: NftSet): string[] {
  const lines: string[] = [];
  if ((flags & uapi.NFT_SET_CONSTANT) === 0) {
    if (policy === uapi.NFT_SET_POL_MEMORY) lines.push("policy memory");
    if (desc?.size !== undefined && desc.size > 0) lines.push(`size ${desc.size}`);
  }
  const words = FLAGS.flatMap(([flag, word]) => ((flags & flag) === 0 ? [] : [word]));
  const timed = timeout !== undefined && timeout > 0n;
  // A timeout of all elements says that there are timeouts.
  if (words.length > 0 && !(timed && words.length === 1 && words[0] === "timeout")) {
    lines.push(`flags ${words.join(",")}`);
  }
  if (timed) lines.push(`timeout ${formatDuration(timeout)}`);
  if (gcInterval !== undefined && gcInterval > 0) lines.push(`gc-interval ${formatDuration(BigInt(gcInterval))}`);
  if (userdata?.mergeElements === 1) lines.push("auto-merge");
  if (userdata?.comment !== undefined) lines.push(`comment "${userdata.comment}"`);
  return lines;
}

/** Before the first element of each line but the first, `nft` has spaces as many as `elements = { ` has letters. */
const INDENT = "\t     ";

function elementLines(elements: readonly string[], perLine = 1): string[] {
  const lines: string[] = [];
  for (let at = 0; at < elements.length; at += perLine) {
    const last = at + perLine >= elements.length;
    const first = at === 0 ? "elements = { " : INDENT;
    lines.push(`${first}${elements.slice(at, at + perLine).join(", ")}${last ? " }" : ","}`);
  }
  return lines;
}
