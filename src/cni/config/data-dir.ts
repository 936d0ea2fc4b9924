import { CNI_ERROR, CniError } from "../cni-error.ts";

/**
 * A folder for state that a configuration names, in one spelling. It must be absolute and free of `..`: the working
 * directory of a plugin is whatever its runtime's happens to be. Symbolic links on the way are the administrator's business
 * and are followed.
 *
 * @param key of the configuration, for the message: `ipam.dataDir`
 * @throws {CniError} 7
 */
export function readDataDir(key: string, dataDir: string): string {
  const parts = dataDir.split("/");
  if (!dataDir.startsWith("/") || dataDir.includes("\0") || parts.includes("..")) {
    throw new CniError(CNI_ERROR.invalidNetworkConfig, `${key} must be an absolute path without "..": ${dataDir}`);
  }
  return `/${parts.filter((part) => part !== "" && part !== ".").join("/")}`;
}
