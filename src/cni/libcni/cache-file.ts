import { fs } from "../../machine.ts";
import { CNI_ERROR, CniError } from "../cni-error.ts";
import { quote } from "../go-quote.ts";
import { findStats } from "../invoke/find-plugin.ts";
import { formatJson, type JsonWritable } from "../json/format-json.ts";
import { systemErrorReason } from "../system-error.ts";
import { encodeResult } from "../types/encode-result.ts";
import type { Result } from "../types/result.ts";
import { type CniVersion, resultFamily } from "../version/cni-version.ts";
import {
  type AttachmentOptions,
  DEFAULT_CACHE_DIR,
  type PluginOptions,
  type RuntimeConf,
} from "./attachment-options.ts";
import type { NetworkList } from "./network-list.ts";

/** What a file says it is; older ones are a bare result. */
export const CACHE_KIND = "cniCacheV1";

export type CacheOptions = Pick<PluginOptions, "cacheDir">;

/** Which attachment of a network, and where the cache is. */
export type CacheKey = CacheOptions & Pick<RuntimeConf, "containerId" | "ifname">;

function baseDirectory({ cacheDir }: CacheOptions): string {
  return cacheDir === undefined || cacheDir === "" ? DEFAULT_CACHE_DIR : cacheDir;
}

/** The directory with a file for each attachment. */
export function cacheDirectory(options: CacheOptions): string {
  return `${baseDirectory(options)}/results`;
}

/** The reference's name for the file of an attachment. Throws {@link CniError} 7 when a part of it is missing. */
function cachePath(network: string, key: CacheKey): string {
  const { containerId, ifname } = key;
  if (network !== "" && containerId !== "" && ifname !== "") {
    return `${cacheDirectory(key)}/${network}-${containerId}-${ifname}`;
  }
  const parts = `network name (${quote(network)}), container ID (${quote(containerId)}), and interface name (${quote(ifname)})`;
  throw new CniError(CNI_ERROR.invalidNetworkConfig, `cache file path requires ${parts}`);
}

/** Whether there is a file, whatever is in it. */
export function hasCacheFile(network: string, key: CacheKey): boolean {
  return findStats(cachePath(network, key)) !== undefined;
}

/** The content of a file; undefined when it cannot be read, as in the reference. */
export function readCacheFile(network: string, key: CacheKey): Uint8Array | undefined {
  try {
    return fs.readFileSync(cachePath(network, key));
  } catch (error) {
    if (error instanceof CniError) throw error;
    return undefined;
  }
}

/** Takes an attachment out of the cache. That it cannot be is no failure of a DEL that has deleted everything. */
export function removeCacheFile(network: string, key: CacheKey): void {
  try {
    fs.unlinkSync(cachePath(network, key));
  } catch {}
}

export interface CacheEntry {
  readonly version: CniVersion;
  readonly options: AttachmentOptions;
  readonly result: Result;
}

/** Go's `omitempty` for lists and maps. */
function omitEmpty<T extends object>(value: T | undefined): T | undefined {
  return value === undefined || Object.keys(value).length === 0 ? undefined : value;
}

function formatEntry(list: NetworkList, { version, options, result }: CacheEntry): string {
  // 0.1.0 and 0.2.0 have no place for a result without addresses; there is nothing to remember of it.
  const isWritable = result.ips.length > 0 || resultFamily(version) !== "0.1";
  const members: readonly (readonly [key: string, value: JsonWritable | undefined])[] = [
    ["kind", CACHE_KIND],
    ["containerId", options.containerId],
    ["config", Buffer.from(list.bytes).toString("base64")],
    ["ifName", options.ifname],
    ["networkName", list.name],
    ["netns", options.netns === "" ? undefined : options.netns],
    ["cniArgs", omitEmpty(options.args)],
    ["capabilityArgs", omitEmpty(options.capabilityArgs)],
    ["result", isWritable ? encodeResult(result, version) : undefined],
  ];
  // The members of the file are in the order of the reference's struct, the keys of the maps inside are sorted.
  const present = members.flatMap(([key, value]) =>
    value === undefined ? [] : [`${formatJson(key)}:${formatJson(value, { sortKeys: true })}`],
  );
  return `{${present.join(",")}}`;
}

function writeSynced(path: string, text: string): void {
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = fs.constants;
  const fd = fs.openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  try {
    fs.writeFileSync(fd, text);
    fs.fsyncSync(fd);
  } finally {
    fs.closeSync(fd);
  }
}

let written = 0;

/**
 * Keeps the result of an ADD. Whoever reads the file sees the one before or this one whole, also after a power cut: it is
 * written and synced beside the directory, where no reader looks for attachments, and renamed. Throws {@link CniError} 5.
 */
export function writeCacheFile(list: NetworkList, entry: CacheEntry): void {
  const { options } = entry;
  const path = cachePath(list.name, options);
  written += 1;
  const random = Math.random().toString(36).slice(2);
  const temporary = `${baseDirectory(options)}/.result-${random}-${written}`;
  try {
    fs.mkdirSync(cacheDirectory(options), { recursive: true, mode: 0o700 });
    try {
      writeSynced(temporary, formatEntry(list, entry));
      fs.renameSync(temporary, path);
    } catch (error) {
      if (findStats(temporary) !== undefined) fs.unlinkSync(temporary);
      throw error;
    }
  } catch (error) {
    if (error instanceof CniError) throw error;
    const msg = `write ${path}: ${systemErrorReason(error)}`;
    throw new CniError(CNI_ERROR.ioFailure, msg, { details: "", cause: error });
  }
}
