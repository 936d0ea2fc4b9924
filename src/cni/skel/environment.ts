import { CNI_ERROR, CniError } from "../cni-error.ts";
import { CNI_NAME } from "../config/network-config.ts";

export type Environment = { readonly [name: string]: string | undefined };

/** What the CNI_ variables say; absent ones are empty. */
export interface CallEnvironment {
  readonly command: string;
  readonly containerId: string;
  readonly netns: string;
  readonly ifname: string;
  readonly args: string;
  readonly path: string;
  /** CNI_NETNS_OVERRIDE is 1 or true: the container may be the plugin's own namespace. */
  readonly allowOwnNetns: boolean;
}

/** IFNAMSIZ of linux/if.h less the terminator. */
const MAX_IFNAME_BYTES = 15;

function invalid(msg: string, details = ""): CniError {
  return new CniError(CNI_ERROR.invalidEnvironment, msg, { details });
}

/** Throws {@link CniError} 4. */
export function validateContainerId(containerId: string): void {
  if (!CNI_NAME.test(containerId)) throw invalid("invalid characters in containerID", containerId);
}

const PLAIN_IFNAME = /^[\w.-]+$/;

/** The kernel's rules (net/core/dev.c:dev_valid_name). Throws {@link CniError} 4. */
export function validateIfname(ifname: string): void {
  if (ifname === "") throw invalid("interface name is empty");
  if (new TextEncoder().encode(ifname).length > MAX_IFNAME_BYTES) {
    throw invalid(
      "interface name is too long",
      `interface name should be less than ${MAX_IFNAME_BYTES + 1} characters`,
    );
  }
  if (ifname === "." || ifname === "..") throw invalid("interface name is . or ..");
  // The class of Unicode white space is slow to build; almost all names need no look at it.
  if (!PLAIN_IFNAME.test(ifname) && /[/:\p{White_Space}]/u.test(ifname)) {
    throw invalid("interface name contains / or : or whitespace characters");
  }
}

interface Variable {
  readonly name: string;
  /** Commands that cannot do without. */
  readonly requiredFor: readonly string[];
  readonly validate?: (value: string) => void;
}

/** In the order in which the reference names the missing ones. A value is only checked for the commands that require it. */
const VARIABLES: readonly Variable[] = [
  { name: "CNI_CONTAINERID", requiredFor: ["ADD", "CHECK", "DEL"], validate: validateContainerId },
  { name: "CNI_NETNS", requiredFor: ["ADD", "CHECK"] },
  { name: "CNI_IFNAME", requiredFor: ["ADD", "CHECK", "DEL"], validate: validateIfname },
  { name: "CNI_PATH", requiredFor: ["ADD", "CHECK", "DEL", "GC", "STATUS"] },
];

/** The variables of a call. Throws {@link CniError} 4, naming all that are missing at once. */
export function readEnvironment(env: Environment): CallEnvironment {
  const read = (name: string) => env[name] ?? "";
  const command = read("CNI_COMMAND");
  const missing: string[] = command === "" ? ["CNI_COMMAND"] : [];
  for (const { name, requiredFor, validate } of VARIABLES) {
    if (!requiredFor.includes(command)) continue;
    const value = read(name);
    if (value === "") missing.push(name);
    else validate?.(value);
  }
  if (missing.length > 0) throw invalid(`required env variables [${missing.join(",")}] missing`);
  const override = read("CNI_NETNS_OVERRIDE").toUpperCase();
  return {
    command,
    containerId: read("CNI_CONTAINERID"),
    netns: read("CNI_NETNS"),
    ifname: read("CNI_IFNAME"),
    args: read("CNI_ARGS"),
    path: read("CNI_PATH"),
    allowOwnNetns: override === "TRUE" || override === "1",
  };
}
