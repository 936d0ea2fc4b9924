/** Prints the rules of both families. iptables is not everywhere: the second kernel has none. */
export const IPTABLES_READING = "iptables-save 2>/dev/null; echo @@; ip6tables-save 2>/dev/null";

/**
 * What `iptables-save` prints, a line a chain and a rule: `nat -A POSTROUTING -s 10.1.0.5/32 -j CNI-…`. Built-in chains are left
 * out: which of them exist follows from which programs looked.
 */
export function parseIptablesSave(text: string): readonly string[] {
  const lines: string[] = [];
  let table = "";
  for (const line of text.split("\n")) {
    if (line.startsWith("*")) table = line.slice(1);
    else if (line.startsWith("-")) lines.push(`${table} ${line}`);
    const chain = /^:(\S+) - /.exec(line)?.[1];
    if (chain !== undefined) lines.push(`${table} -N ${chain}`);
  }
  return lines;
}

const TABLES: ReadonlySet<unknown> = new Set(["raw", "mangle", "nat", "filter", "security"]);

/** Whether an object of `nft -j list ruleset` is of a table that iptables keeps its rules in. */
export function isOfIptables(entry: Readonly<Record<string, unknown>>): boolean {
  const [object] = Object.values(entry) as readonly { family?: string; table?: string; name?: string }[];
  const { family, table, name } = object ?? {};
  return (family === "ip" || family === "ip6") && TABLES.has("table" in entry ? name : table);
}
