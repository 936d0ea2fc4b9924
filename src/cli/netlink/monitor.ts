import { Argument, type Command } from "commander";
import { writeAll } from "../../cni/skel/stdio.ts";
import { isSystemError } from "../../cni/system-error.ts";
import { routeTopics } from "../../netlink/route/route-monitor-client.ts";
import { netnsPath } from "../netns-path.ts";
import { runAction } from "../run-action.ts";

interface MonitorFlags {
  readonly netns?: string;
  readonly initial?: boolean;
  readonly json?: boolean;
}

async function printEvents(topics: readonly string[], flags: MonitorFlags, signal: AbortSignal): Promise<string> {
  const { followEvents } = await import("./follow-events.ts");
  const all = topics.length === 0;
  const enough = new AbortController();
  const events = followEvents({
    netns: flags.netns === undefined ? undefined : netnsPath(flags.netns),
    topics: routeTopics.filter((topic) => all || topics.includes(topic)),
    nft: all || topics.includes("nft"),
    initial: flags.initial === true,
    json: flags.json === true,
    signal: AbortSignal.any([signal, enough.signal]),
  });
  try {
    for await (const text of events) writeAll(1, text);
  } catch (error) {
    // Whoever read the other end of a pipe has seen enough.
    if (!(isSystemError(error) && error.code === "EPIPE")) throw error;
  } finally {
    enough.abort();
  }
  return "";
}

export function defineMonitor(netlink: Command): void {
  netlink
    .command("monitor")
    .description("Follows what changes, until it is interrupted. What the kernel could not tell is made up for.")
    .addArgument(
      new Argument("[topic...]", "what to follow; everything when left out").choices([...routeTopics, "nft"]),
    )
    .option("--netns <netns>", "path of a namespace, or its name in `ip netns`; otherwise this one")
    .option("--initial", "first print what is there")
    .option("--json", "one JSON object a line")
    .action((topics: readonly string[], flags: MonitorFlags) =>
      runAction({ name: "netlink monitor", json: flags.json }, (signal) => printEvents(topics, flags, signal)),
    );
}
