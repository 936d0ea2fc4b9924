import { join } from "node:path";
import { RecordingError, run } from "../wire-fixtures/recording.ts";
import { type Capture, capture, type Namespaces } from "./capture.ts";
import type { PluginJob } from "./plugin-jobs.ts";

export type Verb = "ADD" | "DEL";

let made = 0;

/** Makes two namespaces for `action`, and deletes them. */
export function withNamespaces<T>(action: (namespaces: Namespaces) => T): T {
  made += 1;
  const [host, container] = ["h", "c"].map((role) => `foreign-${role}-${process.pid}-${made}`) as [string, string];
  try {
    for (const each of [host, container]) run(["ip", "netns", "add", each]);
    run(["ip", "-n", host, "link", "set", "lo", "up"]);
    return action({ host, container });
  } finally {
    for (const each of [host, container]) run(["ip", "netns", "delete", each]);
  }
}

/** Carries a job out with the plugins of a folder. @throws {RecordingError} where a plugin fails */
export function runPluginJob(job: PluginJob, plugins: string): ReadonlyMap<Verb, Capture["events"]> {
  return withNamespaces((namespaces) => {
    const place = (text: string): string =>
      text.replaceAll("HOST", namespaces.host).replaceAll("CONTAINER", namespaces.container);
    for (const line of job.setup ?? []) run(["ip", ...place(line).split(" ")]);
    const { prevResult } = job;
    const config = {
      cniVersion: "1.0.0",
      name: "foreign",
      type: job.type,
      ...job.config,
      ...(prevResult && { prevResult }),
    };
    const events = (["ADD", "DEL"] as const).map((verb) => {
      const env = {
        CNI_COMMAND: verb,
        CNI_CONTAINERID: "foreign",
        CNI_NETNS: `/run/netns/${namespaces.container}`,
        CNI_IFNAME: job.type === "loopback" ? "lo" : "eth0",
        CNI_PATH: plugins,
      };
      const { done, events } = capture(namespaces, [join(plugins, job.type)], {
        input: place(JSON.stringify(config)),
        env,
      });
      if (done.status !== 0)
        throw new RecordingError(`${job.name} ${verb}: ${done.stdout.trim()} ${done.stderr.trim()}`);
      return [verb, events] as const;
    });
    return new Map(events);
  });
}
