/** Every version of the CNI SPEC there is, oldest first. */
export const CNI_VERSIONS = ["0.1.0", "0.2.0", "0.3.0", "0.3.1", "0.4.0", "1.0.0", "1.1.0"] as const;

export type CniVersion = (typeof CNI_VERSIONS)[number];

/** The version this code implements, and the one VERSION answers with. */
export const CURRENT_CNI_VERSION: CniVersion = "1.1.0";

/** What a configuration without `cniVersion` means. */
export const DEFAULT_CNI_VERSION: CniVersion = "0.1.0";

export function isCniVersion(text: string): text is CniVersion {
  return CNI_VERSIONS.some((version) => version === text);
}

/** The versions from `first` on, for the `versions` of a plugin. */
export function cniVersionsFrom(first: CniVersion): readonly CniVersion[] {
  return CNI_VERSIONS.slice(CNI_VERSIONS.indexOf(first));
}

/** The three shapes results have had: `ip4`/`ip6` objects, lists with `ips[].version`, lists without it. */
export type ResultFamily = "0.1" | "0.3" | "1.0";

const FAMILIES: Readonly<Record<ResultFamily, readonly CniVersion[]>> = {
  "0.1": ["0.1.0", "0.2.0"],
  "0.3": ["0.3.0", "0.3.1", "0.4.0"],
  "1.0": ["1.0.0", "1.1.0"],
};

export function resultFamily(version: CniVersion): ResultFamily {
  if (FAMILIES["0.1"].includes(version)) return "0.1";
  return FAMILIES["0.3"].includes(version) ? "0.3" : "1.0";
}

export function familyVersions(family: ResultFamily): readonly CniVersion[] {
  return FAMILIES[family];
}
