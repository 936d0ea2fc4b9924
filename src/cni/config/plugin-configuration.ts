import type { PluginCall } from "../skel/plugin.ts";
import type { Shape } from "./shape.ts";

/** A key in words, as the plugin's page in docs has it. */
export interface KeyText {
  /** What it is, and in which unit. */
  readonly meaning: string;
  /** What holds without it, in words. */
  readonly default?: string;
}

/** What a plugin's configuration may hold, for tools that look at configurations: `cni-ts validate` and `cni-ts schema`. */
export interface PluginConfiguration {
  /** Whether `shape` is that of the `ipam` object. */
  readonly isIpam?: boolean;
  /** Its keys besides those that every plugin has. */
  readonly shape: { readonly [key: string]: Shape };
  /** Its keys in words, those in objects by their path (`runtimeConfig.ips`). */
  readonly keys: Readonly<Record<string, KeyText>>;
  /** The capabilities it takes values of. */
  readonly capabilities: readonly string[];
  /** Reads it as an ADD does. Throws what an ADD would be refused with. */
  load(call: PluginCall): unknown;
}
