import type { CniCommand } from "../../src/cni/version/negotiate.ts";
import type { Fault } from "./faults.ts";

export type Json = Readonly<Record<string, unknown>>;

/** One call of a plugin, which becomes one trace. */
export interface Step {
  /** Of the file, behind the scenario's: `ADD`. The verb when left out. */
  readonly name?: string;
  readonly verb: CniCommand | "VERSION";
  /** Members of the configuration that this call has besides the scenario's. */
  readonly config?: Json;
  readonly ifname?: string;
  readonly args?: string;
  /** An answer that is put in the place of the kernel's. */
  readonly fault?: Fault;
  /** Default 0. */
  readonly exitCode?: 0 | 1;
}

/** Calls of one plugin in a fresh host with one fresh container, one after the other. */
export interface Scenario {
  readonly plugin: string;
  readonly name: string;
  /** Arguments of `ip`, on the host. */
  readonly setUp?: readonly string[];
  readonly config: Json;
  /** Where the plugin comes later in a chain: what came before it. A plugin of its own gets its own result. */
  readonly prevResult?: Json;
  readonly steps: readonly Step[];
}

/** The host's namespace is the process's own; the container's has this path. */
export const CONTAINER = "/run/netns/box";
export const CONTAINER_ID = "box";
export const CONFIGURED_MAC = "c2:11:22:33:44:55";
export const NETWORK = "net";

/** The usual life of an attachment. */
export const LIFE: readonly Step[] = [
  { verb: "ADD" },
  { verb: "CHECK" },
  { verb: "DEL" },
  { verb: "DEL", name: "DEL-again" },
];

/** What is asked without an attachment. */
export const WITHOUT_ATTACHMENT: readonly Step[] = [
  { verb: "VERSION" },
  { verb: "STATUS" },
  { verb: "ADD" },
  { verb: "GC", config: { "cni.dev/valid-attachments": [] } },
  { verb: "DEL" },
];

export const failing = (name: string, fault?: Fault): Step => ({
  verb: "ADD",
  name,
  exitCode: 1,
  ...(fault === undefined ? {} : { fault }),
});
