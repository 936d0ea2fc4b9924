import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import type { NetworkConfig } from "../../cni/config/network-config.ts";
import { readConfig, type ShapeValue } from "../../cni/config/shape.ts";
import { quote } from "../../cni/go-quote.ts";
import type { PluginCall } from "../../cni/skel/plugin.ts";
import { type PortMapping, readMapping } from "./port-mapping.ts";

/** Keys of the portmap plugin's configuration. */
export const portmapShape = {
  backend: "text",
  snat: "flag",
  masqAll: "flag",
  markMasqBit: "integer",
  externalSetMarkChain: "text",
  conditionsV4: ["text"],
  conditionsV6: ["text"],
  runtimeConfig: {
    portMappings: [{ hostPort: "integer", containerPort: "integer", protocol: "text", hostIP: "text" }],
  },
} as const;

export type BackendName = "iptables" | "nftables";

/** What ADD, CHECK and STATUS work with. */
export interface PortmapConfig {
  /** The back-end that is asked for; undefined where either will do. */
  readonly backend: BackendName | undefined;
  /** Whether connections that the container itself and this machine open to mapped ports are masqueraded. */
  readonly snat: boolean;
  /** Whether those of everybody are. */
  readonly masqAll: boolean;
  /** Bit of the packet mark that stands for "to be masqueraded". */
  readonly markMasqBit: number;
  /** A chain of somebody else's that marks packets for masquerading by somebody else. */
  readonly externalSetMarkChain: string | undefined;
  /** What packets have to be like beyond what the mapping says, by family. */
  readonly conditions: Readonly<Record<4 | 6, readonly string[]>>;
  readonly mappings: readonly PortMapping[];
}

const DEFAULT_MARK_BIT = 13;
const MAX_MARK_BIT = 31;

/** @throws {CniError} 6, or 7 with what is wrong */
export function loadPortmapConfig({ command, config }: Pick<PluginCall, "command" | "config">): PortmapConfig {
  try {
    return readPortmapConfig(config);
  } catch (error) {
    // As the reference puts it, but for CHECK.
    if (!(error instanceof CniError) || command === "CHECK") throw error;
    throw new CniError(error.cniCode, `failed to parse config: ${error.msg}`, { details: error.details, cause: error });
  }
}

function readPortmapConfig(config: NetworkConfig): PortmapConfig {
  const conf = readConfig(portmapShape, config);
  const { markMasqBit, externalSetMarkChain } = conf;
  if (markMasqBit !== undefined && externalSetMarkChain !== undefined) {
    throw refuse("Cannot specify externalSetMarkChain and markMasqBit");
  }
  const bit = markMasqBit ?? DEFAULT_MARK_BIT;
  if (bit < 0 || bit > MAX_MARK_BIT) throw refuse(`MasqMarkBit must be between 0 and ${MAX_MARK_BIT}`);
  const mappings = (conf.runtimeConfig?.portMappings ?? []).map(readMapping);
  const read: PortmapConfig = {
    backend: readBackend(conf),
    snat: conf.snat ?? true,
    masqAll: conf.masqAll ?? false,
    markMasqBit: bit,
    externalSetMarkChain,
    conditions: { 4: conf.conditionsV4 ?? [], 6: conf.conditionsV6 ?? [] },
    mappings,
  };
  if (read.backend !== undefined) requireOptionsOf(read.backend, read);
  return read;
}

/** The mappings that a DEL is told of, as far as they can be read: what is wrong there does not keep it from deleting. */
export function findMappings({ config }: Pick<PluginCall, "config">): readonly PortMapping[] {
  try {
    return readPortmapConfig(config).mappings;
  } catch (error) {
    if (error instanceof CniError) return [];
    throw error;
  }
}

function readBackend(conf: ShapeValue<typeof portmapShape>): BackendName | undefined {
  const { backend } = conf;
  if (backend === undefined) return undefined;
  if (backend !== "iptables" && backend !== "nftables") throw refuse(`unrecognized backend ${quote(backend)}`);
  return backend;
}

/** @throws {CniError} 7 where the configuration has options that only the other back-end has */
export function requireOptionsOf(backend: BackendName, config: PortmapConfig): void {
  const other = backend === "iptables" ? "nftables" : "iptables";
  const options = optionsOf(other, config);
  if (options.length === 0) return;
  throw refuse(
    `${backend} backend was requested but configuration contains ${other}-specific options [${options.join(" ")}]`,
  );
}

/** The options that only one back-end has. Conditions in the words of iptables begin with an option. */
export function optionsOf(backend: BackendName, { externalSetMarkChain, conditions }: PortmapConfig): string[] {
  const options = backend === "iptables" && externalSetMarkChain !== undefined ? ["externalSetMarkChain"] : [];
  for (const family of [4, 6] as const) {
    const [first = ""] = conditions[family];
    if (first !== "" && /^[-!]/.test(first) === (backend === "iptables")) options.push(`conditionsV${family}`);
  }
  return options;
}

function refuse(msg: string): CniError {
  return new CniError(CNI_ERROR.invalidNetworkConfig, msg);
}
