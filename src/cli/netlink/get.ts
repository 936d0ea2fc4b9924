import type { Command } from "commander";
import { formatJson } from "../../cni/json/format-json.ts";
import { openRouteClient } from "../../netlink/route/route-client.ts";
import { netnsPath } from "../netns-path.ts";
import { runAction } from "../run-action.ts";
import { type DumpSource, dumpKinds, openSource } from "./dump-objects.ts";
import { viewLink } from "./link-view.ts";
import { viewNeigh } from "./neigh-view.ts";
import { viewRoute } from "./route-view.ts";
import type { View } from "./view.ts";

interface GetFlags {
  readonly netns?: string;
  readonly json?: boolean;
}

interface NeighFlags extends GetFlags {
  readonly dev: string;
}

interface RouteFlags extends GetFlags {
  readonly from?: string;
}

async function getOne(
  kind: "link" | "route" | "neigh",
  { netns, json }: GetFlags,
  get: (source: DumpSource) => Promise<View>,
): Promise<string> {
  using client = await openRouteClient({ netns: netns === undefined ? undefined : netnsPath(netns) });
  const view = await get(await openSource(client));
  if (json) return `${formatJson(view, { indent: 2 })}\n`;
  return dumpKinds[kind]
    .lines(view, { details: true })
    .map((line) => `${line}\n`)
    .join("");
}

const addOptions = (command: Command): Command =>
  command
    .option("--netns <netns>", "path of a namespace, or its name in `ip netns`; otherwise this one")
    .option("--json", "print an object");

/** A number is the index of a link, anything else its name. */
const linkRef = (text: string): string | number => (/^\d+$/.test(text) ? Number(text) : text);

export function defineGet(netlink: Command): void {
  const get = netlink.command("get").description("Asks the kernel for one object.");
  addOptions(get.command("link").description("A link.").argument("<link>", "its name, or its index")).action(
    (link: string, flags: GetFlags) =>
      runAction({ name: "netlink get link", json: flags.json }, () =>
        getOne("link", flags, async ({ client, nameOf }) => viewLink(await client.link.get(linkRef(link)), nameOf)),
      ),
  );
  const route = get.command("route").description("The way that packets to an address take.").argument("<address>");
  addOptions(route.option("--from <address>", "source address of the packets")).action(
    (address: string, flags: RouteFlags) =>
      runAction({ name: "netlink get route", json: flags.json }, () =>
        getOne("route", flags, async ({ client, nameOf }) =>
          viewRoute(await client.route.get(address, { src: flags.from }), nameOf),
        ),
      ),
  );
  const neigh = get.command("neigh").description("A neighbour of a link.").argument("<address>");
  addOptions(neigh.requiredOption("--dev <name>", "the link")).action((address: string, flags: NeighFlags) =>
    runAction({ name: "netlink get neigh", json: flags.json }, () =>
      getOne("neigh", flags, async ({ client, nameOf }) => {
        const index = await client.link.indexOf(linkRef(flags.dev));
        return viewNeigh(await client.neigh.get({ index, dst: address }), nameOf);
      }),
    ),
  );
}
