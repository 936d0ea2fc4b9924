import type { Attachment, NetworkConfig } from "../config/network-config.ts";
import type { Result } from "../types/result.ts";
import type { CniVersion } from "../version/cni-version.ts";
import type { CniCommand } from "../version/negotiate.ts";
import type { Environment } from "./environment.ts";

/** Runs another plugin found on CNI_PATH with this call's environment and configuration (SPEC section 4). Its CniError is thrown as it came. */
export interface Delegate {
  /** A failed ADD is not followed by a DEL of the delegate: a lease it refuses to give twice would be lost with it. */
  add(type: string): Promise<Result>;
  del(type: string): Promise<void>;
  check(type: string): Promise<void>;
  gc(type: string): Promise<void>;
  /** A delegate that is not installed is error 50, plugin not available. */
  status(type: string): Promise<void>;
}

/** One call of a plugin, validated. For GC and STATUS container id, netns, ifname and args are usually empty. */
export interface PluginCall {
  readonly command: CniCommand;
  readonly containerId: string;
  /** Path of the container's network namespace; may be empty or gone in a DEL. */
  readonly netns: string;
  readonly ifname: string;
  /** CNI_ARGS as it came; `parseCniArgs` reads it. */
  readonly args: string;
  /** CNI_PATH: directories separated by colons. */
  readonly path: string;
  /** The environment of the call, for what is not of the CNI: where the system's message bus is, say. */
  readonly env: Environment;
  readonly config: NetworkConfig;
  readonly delegate: Delegate;
  /** One line for people, on stderr. */
  warn(message: string): void;
}

export interface GcCall extends PluginCall {
  readonly validAttachments: readonly Attachment[];
}

/** A plugin: a record of functions. A verb that is not there succeeds and does nothing. */
export interface CniPlugin {
  /** The name it is called by, `type` in configurations. */
  readonly type: string;
  /** Versions of the SPEC, oldest first; others are refused. */
  readonly versions: readonly CniVersion[];
  /**
   * Default true: ADD and CHECK are refused (code 8) when CNI_NETNS is gone or no network namespace. False for plugins
   * that never enter it, as IPAM plugins.
   */
  readonly needsNetns?: boolean;
  add(call: PluginCall): Promise<Result>;
  del(call: PluginCall): Promise<void>;
  check?(call: PluginCall): Promise<void>;
  /**
   * Called only when the runtime sent `cni.dev/valid-attachments`, which the SPEC (GC, "Input") says it must: a missing
   * list says nothing about what is stale, so nothing is collected then.
   */
  gc?(call: GcCall): Promise<void>;
  status?(call: PluginCall): Promise<void>;
}
