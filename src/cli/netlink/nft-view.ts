import { formatChain } from "../../netlink/netfilter/nftables/format/chain-text.ts";
import { formatSet } from "../../netlink/netfilter/nftables/format/set-text.ts";
import {
  type Chain,
  type ElementList,
  formatFamily,
  formatHook,
  formatRule,
  type ListedSet,
  type NftEvent,
  type NftSet,
  netfilter,
  type Rule,
  type Ruleset,
  type Table,
} from "../../netlink/netfilter/nftables/index.ts";
import { snakeCase, type View, view } from "./view.ts";

interface InTable {
  readonly family: number;
  readonly table: string;
}

const setsOf = (sets: readonly ListedSet[], { family, table }: InTable): readonly ListedSet[] =>
  sets.filter(({ set }) => set.family === family && set.table === table);

const tableView = ({ family, name, handle, userdata }: Table): View =>
  view({ family: formatFamily(family), name, handle, comment: userdata?.comment });

function chainView({ family, table, name, handle, type, hook, policy, userdata }: Chain): View {
  return view({
    ...{ family: formatFamily(family), table, name, handle, comment: userdata?.comment },
    ...(hook === undefined
      ? {}
      : {
          type,
          hook: formatHook(hook.hooknum ?? 0, family),
          prio: hook.priority,
          dev: hook.dev ?? hook.devs,
          policy: policy === undefined ? undefined : policy === netfilter.NF_ACCEPT ? "accept" : "drop",
        }),
  });
}

/** `text` is what `nft` would show; `expr` the expressions as the kernel has them. */
function ruleView(rule: Rule, sets: readonly ListedSet[]): View {
  const { family, table, chain, handle, userdata, expressions } = rule;
  return view({
    ...{ family: formatFamily(family), table, chain, handle, comment: userdata?.comment },
    text: formatRule(rule, { sets: setsOf(sets, rule) }),
    expr: snakeCase(expressions ?? []),
  });
}

/** Within its table; the lines of a block as one. */
const oneLine = (lines: readonly string[]): string => lines.map((line) => line.trim()).join(" ");

function setView({ set, elements }: ListedSet): View {
  const { family, table, name, handle, userdata } = set;
  return view({
    ...{ family: formatFamily(family), table, name, handle, comment: userdata?.comment },
    ...{ text: setText({ set, elements }), elem: elements.length === 0 ? undefined : snakeCase(elements) },
  });
}

/** `{ type ipv4_addr elements = { 192.0.2.1 } }` */
function setText(listed: ListedSet): string {
  return oneLine(formatSet(listed, {})).replace(/^\S+ \S+ /, "");
}

const within = ({ family, table, ...rest }: InTable): View =>
  view({ family: formatFamily(family), table, ...(snakeCase(rest) as View) });

/** In the manner of `nft -j list ruleset`: handles and names as there, what is in rules and sets as text and as the kernel has it. */
export function viewRuleset({ tables, chains, sets, objects, flowtables, rules }: Ruleset): View {
  return view({
    nftables: [
      ...tables.map((table) => ({ table: tableView(table) })),
      ...objects.map((object) => ({ object: within(object) })),
      ...sets.map((listed) => ({ set: setView(listed) })),
      ...flowtables.map((flowtable) => ({ flowtable: within(flowtable) })),
      ...chains.map((chain) => ({ chain: chainView(chain) })),
      ...rules.map((rule) => ({ rule: ruleView(rule, sets) })),
    ],
  });
}

/** What a monitor tells, in the manner of `nft monitor`. */
export interface NftLine {
  readonly object: View;
  /** `rule inet t c counter accept`, without what has become of it. */
  readonly text: string;
}

/** Knows the sets by the events that it is given, and those of `sets` from the beginning: without, elements are bytes. */
export function nftEventReader(sets: readonly NftSet[]): (event: NftEvent) => NftLine {
  const known = new Map<string, ListedSet>();
  const remember = (set: NftSet): void => void known.set(setKey(set, set.name), { set, elements: [] });
  sets.forEach(remember);
  return (event) => {
    if (event.kind === "set") remember(event.object);
    return readNftEvent(event, known);
  };
}

const setKey = ({ family, table }: InTable, name: string): string => `${family} ${table} ${name}`;

function readNftEvent(event: NftEvent, known: ReadonlyMap<string, ListedSet>): NftLine {
  const { kind, object } = event;
  const family = formatFamily(object.family);
  if (kind === "table") return { object: tableView(object), text: `table ${family} ${object.name}` };
  if (kind === "generation") {
    const { id, procPid, procName } = object;
    return {
      object: view({ id, process: procPid, name: procName }),
      text: `# new generation ${id} by process ${procPid} (${procName})`,
    };
  }
  const place = `${family} ${object.table}`;
  const sets = [...known.values()];
  if (kind === "chain") {
    const block = oneLine(formatChain(object, [], {})).replace(/^\S+ \S+ /, "");
    return { object: chainView(object), text: `chain ${place} ${object.name} ${block}` };
  }
  if (kind === "rule") {
    const text = formatRule(object, { sets: setsOf(sets, object) });
    return { object: ruleView(object, sets), text: `rule ${place} ${object.chain} ${text}` };
  }
  if (kind === "set") {
    const listed = { set: object, elements: [] };
    return { object: setView(listed), text: `set ${place} ${object.name} ${setText(listed)}` };
  }
  if (kind === "elements") return readElements(object, known.get(setKey(object, object.set)));
  return { object: within(object), text: `${kind} ${place} ${object.name}` };
}

function readElements({ family, table, set, elements = [] }: ElementList, known: ListedSet | undefined): NftLine {
  const place = { family: formatFamily(family), table, set };
  const listed =
    known === undefined ? "" : (/elements = (\{.*?\})/.exec(setText({ set: known.set, elements }))?.[1] ?? "");
  const text = `element ${place.family} ${table} ${set} ${listed || `{ ${elements.length} }`}`;
  return { object: view({ ...place, elem: snakeCase(elements) }), text };
}
