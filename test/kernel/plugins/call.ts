import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Cleaner, makeNetns, type TestNetns, tryRunIn } from "../../harness/netns.ts";

const root = fileURLToPath(new URL("../../../../", import.meta.url));

/** The executables under test, and those of the reference. */
export const OURS = join(root, "dist/bin");
export const REFERENCE = join(root, ".reference/bin");

export type Verb = "ADD" | "DEL" | "CHECK" | "GC" | "STATUS";
export type Json = Readonly<Record<string, unknown>>;

/** One call of an executable, as a runtime makes it. */
export interface Call {
  readonly host: TestNetns;
  readonly verb: Verb;
  readonly config: Json;
  /** The attachment; a namespace given as text is a path, an empty one none at all. */
  readonly netns?: TestNetns | string;
  readonly id?: string;
  readonly ifname?: string;
  /** CNI_ARGS */
  readonly args?: string;
  /** Folder of the executables. */
  readonly bin?: string;
  /** More of the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number | null;
  /** The one JSON object on stdout; undefined when there is nothing. */
  // biome-ignore lint/suspicious/noExplicitAny: what is printed is compared with what is expected, not trusted.
  readonly json: any;
  readonly stderr: string;
}

export function environment({ verb, netns = "", id = "box", ifname = "eth0", args = "", bin = OURS, env }: Call) {
  return {
    ...env,
    PATH: process.env.PATH,
    CNI_COMMAND: verb,
    CNI_CONTAINERID: id,
    CNI_NETNS: typeof netns === "string" ? netns : netns.path,
    CNI_IFNAME: ifname,
    CNI_ARGS: args,
    CNI_PATH: bin,
  };
}

/** Calls the executable of the configuration's type inside the host's namespace. */
export function call(options: Call): Answer {
  const { host, config, bin = OURS } = options;
  const env = environment(options);
  const { status, stdout, stderr } = tryRunIn(host, [join(bin, String(config.type))], {
    input: JSON.stringify(config),
    env,
  });
  return { status, json: stdout === "" ? undefined : JSON.parse(stdout), stderr };
}

/** A host, a container and a place for leases; all of it is gone when the test has ended. */
export interface Place {
  readonly host: TestNetns;
  readonly container: TestNetns;
  readonly dataDir: string;
}

export function makePlace(t: Cleaner): Place {
  const dataDir = mkdtempSync(join(tmpdir(), "cits-store-"));
  t.teardown(() => rmSync(dataDir, { recursive: true, force: true }));
  return { host: makeNetns(t, "host"), container: makeNetns(t, "box"), dataDir };
}
