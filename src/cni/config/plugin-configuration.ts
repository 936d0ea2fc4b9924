import type { PluginCall } from "../skel/plugin.ts";
import type { Shape } from "./shape.ts";

/** What a plugin's configuration may hold, for tools that look at configurations: `cni-ts validate` and `cni-ts schema`. */
export interface PluginConfiguration {
  /** Whether `shape` is that of the `ipam` object. */
  readonly isIpam?: boolean;
  /** Its keys besides those that every plugin has. */
  readonly shape: { readonly [key: string]: Shape };
  /** The capabilities it takes values of. */
  readonly capabilities: readonly string[];
  /** Reads it as an ADD does. Throws what an ADD would be refused with. */
  load(call: PluginCall): unknown;
}
