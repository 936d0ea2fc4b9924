import { formatJson } from "../../cni/json/format-json.ts";
import { openNftablesClient, openNftablesMonitor } from "../../netlink/netfilter/nftables/index.ts";
import { openRouteClient } from "../../netlink/route/route-client.ts";
import { openRouteMonitor, type RouteTopic } from "../../netlink/route/route-monitor-client.ts";
import type { MonitorMark } from "../../netlink/socket/event-monitor.ts";
import type { NetnsRef } from "../../netlink/socket/netns.ts";
import { merge } from "./merge.ts";
import { nftEventReader } from "./nft-view.ts";
import { routeEventReader } from "./route-event-reader.ts";
import type { View } from "./view.ts";

export interface FollowOptions {
  readonly netns?: NetnsRef | undefined;
  readonly topics: readonly RouteTopic[];
  /** The ruleset too. */
  readonly nft: boolean;
  /** First what is there. */
  readonly initial: boolean;
  readonly json: boolean;
  readonly signal: AbortSignal;
}

/** An event, in whose words it is shown. */
interface Told {
  readonly event: string;
  /** `link`, …; `nft` for all of the ruleset. */
  readonly kind: string;
  readonly object?: View;
  readonly lines: readonly string[];
}

const MARKS: Readonly<Record<MonitorMark["event"], string>> = {
  overrun: "some changes were lost; what is there now follows",
  synced: "this is all that is there",
};

function tellMark({ event }: MonitorMark, kind: string): Told {
  return { event, kind, lines: [MARKS[event]] };
}

/** `Deleted`, as `ip monitor` says it; what is new needs no word. */
const ROUTE_VERBS = { new: "", delete: "Deleted ", present: "Present " } as const;

async function* tellRoute({ netns, topics, initial, signal }: FollowOptions): AsyncGenerator<Told, void> {
  using monitor = await openRouteMonitor({ netns, topics, initial, signal });
  using client = await openRouteClient({ netns });
  const read = routeEventReader(await client.link.list());
  for await (const told of monitor) {
    if (!("kind" in told)) {
      yield tellMark(told, topics.join(" "));
      continue;
    }
    const { event, kind } = told;
    const { object, lines } = read(told);
    yield { event, kind, object, lines: [`${ROUTE_VERBS[event]}${lines[0] ?? ""}`, ...lines.slice(1)] };
  }
}

const NFT_VERBS = { new: "add ", delete: "delete ", present: "present " } as const;

async function* tellNft({ netns, initial, signal }: FollowOptions): AsyncGenerator<Told, void> {
  using monitor = await openNftablesMonitor({ netns, initial, signal });
  using client = await openNftablesClient({ netns });
  const read = nftEventReader(await client.set.list());
  for await (const told of monitor) {
    if (!("kind" in told)) {
      yield tellMark(told, "nft");
      continue;
    }
    const { object, text } = read(told);
    const verb = told.kind === "generation" ? "" : NFT_VERBS[told.event];
    yield { event: told.event, kind: "nft", object: { [told.kind]: object } as View, lines: [`${verb}${text}`] };
  }
}

function format({ event, kind, object, lines }: Told, json: boolean): string {
  if (json) return `${formatJson({ event, kind, ...(object === undefined ? {} : { object }) })}\n`;
  return `[${object === undefined ? `${event} ${kind}` : kind}] ${lines.join("\n")}\n`;
}

/** What `cni-ts netlink monitor` prints, piece by piece, until the signal. */
export async function* followEvents(options: FollowOptions): AsyncGenerator<string, void> {
  const lists: AsyncIterable<Told>[] = [];
  if (options.topics.length > 0) lists.push(tellRoute(options));
  if (options.nft) lists.push(tellNft(options));
  for await (const told of merge(lists)) yield format(told, options.json);
}
