import { CNI_ERROR, CniError } from "../cni-error.ts";
import { quote, quoteList } from "../go-quote.ts";
import { type CniVersion, isCniVersion } from "./cni-version.ts";
import { compareVersions, VersionError } from "./parse-version.ts";

export type CniCommand = "ADD" | "DEL" | "CHECK" | "GC" | "STATUS";

/** SPEC versions that brought the command (SPEC, history of each section). */
const SINCE: Readonly<Partial<Record<CniCommand, CniVersion>>> = { CHECK: "0.4.0", GC: "1.1.0", STATUS: "1.1.0" };

function isOlder(version: string, than: string): boolean {
  try {
    return compareVersions(version, than) < 0;
  } catch (error) {
    if (error instanceof VersionError) throw new CniError(CNI_ERROR.decodingFailure, error.message, { details: "" });
    throw error;
  }
}

/**
 * The version to speak: the configuration's, when the plugin supports it and it has the command. Membership is exact
 * text, not a range, as in the reference. Throws {@link CniError} 1, or 6 when the version cannot be read.
 */
export function negotiateVersion(call: {
  command: CniCommand;
  configVersion: string;
  supported: readonly CniVersion[];
}): CniVersion {
  const { command, configVersion, supported } = call;
  const since = SINCE[command];
  if (since !== undefined) {
    if (isOlder(configVersion, since)) {
      throw new CniError(CNI_ERROR.incompatibleVersion, `config version does not allow ${command}`);
    }
    if (supported.every((version) => isOlder(version, configVersion))) {
      throw new CniError(CNI_ERROR.incompatibleVersion, `plugin version does not allow ${command}`);
    }
  }
  if (!isCniVersion(configVersion) || !supported.includes(configVersion)) {
    throw new CniError(CNI_ERROR.incompatibleVersion, "incompatible CNI versions", {
      details: `config is ${quote(configVersion)}, plugin supports ${quoteList(supported)}`,
    });
  }
  return configVersion;
}
