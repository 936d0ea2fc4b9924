import { Argument, type Command, Option } from "commander";
import { formatJson } from "../../cni/json/format-json.ts";
import { openRouteClient } from "../../netlink/route/route-client.ts";
import { AF_INET, AF_INET6 } from "../../netlink/uapi/socket.ts";
import { netnsPath } from "../netns-path.ts";
import { runAction } from "../run-action.ts";
import { UsageError } from "../usage-error.ts";
import { type DumpFilter, type DumpKindName, dumpKinds, openSource } from "./dump-objects.ts";
import { parseTable } from "./number-words.ts";

interface DumpFlags {
  readonly netns?: string;
  readonly dev?: string;
  readonly family?: "4" | "6";
  readonly table?: string;
  readonly details?: boolean;
  readonly json?: boolean;
}

const FAMILIES = { 4: AF_INET, 6: AF_INET6 } as const;

function tableOf(word: string | undefined): number | undefined {
  const table = word === undefined || word === "all" ? undefined : parseTable(word);
  if (word !== undefined && word !== "all" && table === undefined) {
    throw new UsageError(`table ${JSON.stringify(word)}: expected a number, main, local, default or all`);
  }
  return table;
}

async function dumpRoute(name: DumpKindName, flags: DumpFlags): Promise<string> {
  const { netns, dev, family, table, details, json } = flags;
  using client = await openRouteClient({ netns: netns === undefined ? undefined : netnsPath(netns) });
  const filter: DumpFilter = {
    family: family === undefined ? undefined : FAMILIES[family],
    index: dev === undefined ? undefined : await client.link.indexOf(dev),
    table: tableOf(table),
  };
  const kind = dumpKinds[name];
  const views = await kind.list(await openSource(client), filter);
  if (json) return `${formatJson(views, { indent: 2 })}\n`;
  return views
    .flatMap((view) => kind.lines(view, { details }))
    .map((line) => `${line}\n`)
    .join("");
}

async function dumpRuleset({ netns, json }: DumpFlags): Promise<string> {
  const nftables = await import("../../netlink/netfilter/nftables/index.ts");
  using client = await nftables.openNftablesClient({ netns: netns === undefined ? undefined : netnsPath(netns) });
  const ruleset = await nftables.listRuleset(client);
  if (!json) return nftables.formatRuleset(ruleset);
  const { viewRuleset } = await import("./nft-view.ts");
  return `${formatJson(viewRuleset(ruleset), { indent: 2 })}\n`;
}

/** What can be dumped: the kinds of NETLINK_ROUTE, and the whole ruleset. */
const NAMES = [...Object.keys(dumpKinds), "nft"];

export function defineDump(netlink: Command): void {
  netlink
    .command("dump")
    .description("Lists what a namespace has.")
    .addArgument(new Argument("<object>", "kind of object").choices(NAMES))
    .option("--netns <netns>", "path of a namespace, or its name in `ip netns`; otherwise this one")
    .option("--dev <name>", "only what is of this link")
    .addOption(new Option("--family <family>", "only IPv4 or IPv6").choices(Object.keys(FAMILIES)))
    .option("--table <table>", "routes: only this table, by its number, main, local or default", "all")
    .option("--details", "links: also what their kind has")
    .option("--json", "print JSON in the manner of `ip -j -d`, `tc -j -s` and `nft -j`")
    .action((object: string, flags: DumpFlags) =>
      runAction({ name: "netlink dump", json: flags.json }, () =>
        object === "nft" ? dumpRuleset(flags) : dumpRoute(object as DumpKindName, flags),
      ),
    );
}
