import { formatMacAddress, parseMacAddress } from "../../addr/mac-address.ts";
import { parseCniArgs } from "../../cni/cni-args.ts";
import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import { readDataDir } from "../../cni/config/data-dir.ts";
import { readConfig, type ShapeValue } from "../../cni/config/shape.ts";
import type { PluginCall } from "../../cni/skel/plugin.ts";
import type { SysctlKey } from "../shared/sysctl.ts";
import type { LinkValues } from "./link-values.ts";
import { refuseRepeatedSysctls } from "./repeated-sysctls.ts";
import { readSysctls } from "./sysctl-keys.ts";

/** What can be set in the configuration itself, and over it in `args.cni`. */
const settings = {
  sysctl: "texts",
  mac: "text",
  promisc: "flag",
  mtu: "integer",
  allmulti: "flag",
  txQLen: "integer",
} as const;

/** Keys of the tuning plugin's configuration. */
export const tuningShape = {
  ...settings,
  dataDir: "text",
  args: { cni: settings },
  runtimeConfig: { mac: "text" },
} as const;

const dataDirShape = { dataDir: "text" } as const;

/** Where the reference keeps what a DEL restores. */
const DEFAULT_DATA_DIR = "/run/cni/tuning";

const MAX_U32 = 0xffff_ffff;

/** What ADD and CHECK work with. */
export interface TuningConfig {
  /** Key → value, in the order of the configuration. */
  readonly sysctls: ReadonlyMap<SysctlKey, string>;
  /** The keys as they were written, for the allowlist. */
  readonly sysctlNames: readonly string[];
  /** What is to be set of the container's interface; undefined when nothing is. `promisc` is true or undefined. */
  readonly link: LinkValues | undefined;
  /** The hardware address as it was written, for the result; empty for none. */
  readonly mac: string;
  readonly dataDir: string;
}

/** @throws {CniError} 6, 7, or 4 for CNI_ARGS */
export function loadTuningConfig(call: PluginCall): TuningConfig {
  refuseRepeatedSysctls(call.config);
  const conf = readConfig(tuningShape, call.config);
  const over = conf.args?.cni ?? {};
  const sources = [conf.sysctl ?? new Map<string, string>(), over.sysctl ?? new Map<string, string>()];
  const mac = chooseMac(call, conf);
  const link: LinkValues = {
    mac: mac === "" ? undefined : canonicalMac(mac),
    promisc: (over.promisc ?? conf.promisc) || undefined,
    mtu: requireU32("mtu", over.mtu ?? conf.mtu) || undefined,
    allmulti: over.allmulti ?? conf.allmulti,
    txQLen: requireU32("txQLen", over.txQLen ?? conf.txQLen),
  };
  return {
    sysctls: new Map(sources.flatMap((texts) => [...readSysctls(texts, call.ifname)])),
    sysctlNames: sources.flatMap((texts) => [...texts.keys()]),
    link: Object.values(link).every((value) => value === undefined) ? undefined : link,
    mac,
    dataDir: readTuningDataDir(conf.dataDir),
  };
}

/** All that a DEL looks at: what else may be wrong with the configuration does not keep it from restoring. */
export function loadDataDir(call: PluginCall): string {
  return readTuningDataDir(readConfig(dataDirShape, call.config).dataDir);
}

function readTuningDataDir(dataDir: string | undefined): string {
  return readDataDir("dataDir", dataDir || DEFAULT_DATA_DIR);
}

/** The last one given counts: the configuration, CNI_ARGS, the runtime, `args`, where an empty text takes it away. */
function chooseMac(call: PluginCall, { mac = "", args, runtimeConfig }: ShapeValue<typeof tuningShape>): string {
  const { MAC } = parseCniArgs(call.args, { MAC: (value) => value });
  return args?.cni?.mac ?? (runtimeConfig?.mac || MAC || mac);
}

function canonicalMac(mac: string): string {
  try {
    return formatMacAddress(parseMacAddress(mac));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const msg = `invalid args ${mac} for MAC addr: ${reason}`;
    throw new CniError(CNI_ERROR.invalidNetworkConfig, msg, { details: "", cause });
  }
}

/** The reference sends a negative number as a huge one. */
function requireU32(key: string, value: number | undefined): number | undefined {
  if (value === undefined || (value >= 0 && value <= MAX_U32)) return value;
  throw new CniError(CNI_ERROR.invalidNetworkConfig, `${key} must be between 0 and ${MAX_U32}, got ${value}`);
}
