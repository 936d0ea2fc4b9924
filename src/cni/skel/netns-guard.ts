import { fs } from "../../machine.ts";
import { CNI_ERROR, CniError } from "../cni-error.ts";
import { quote } from "../go-quote.ts";
import { systemErrorReason } from "../system-error.ts";
import type { CniCommand } from "../version/negotiate.ts";

// linux/magic.h; before kernel 3.19 namespace files were on procfs.
const NSFS_MAGIC = 0x6e736673;
const PROC_SUPER_MAGIC = 0x9fa0;

const OWN_NETNS = "/proc/thread-self/ns/net";

interface FileIdentity {
  readonly dev: number;
  readonly ino: number;
}

function refuse(netns: string, reason: string, cause?: unknown): CniError {
  return new CniError(CNI_ERROR.invalidNetns, `failed to open netns ${quote(netns)}: ${reason}`, {
    details: "",
    cause,
  });
}

function statNetns(netns: string): FileIdentity {
  let magic: number;
  try {
    magic = fs.statfsSync(netns).type;
  } catch (error) {
    throw refuse(netns, `failed to Statfs ${quote(netns)}: ${systemErrorReason(error)}`, error);
  }
  if (magic !== NSFS_MAGIC && magic !== PROC_SUPER_MAGIC) {
    throw refuse(netns, `unknown FS magic on ${quote(netns)}: ${magic.toString(16)}`);
  }
  try {
    return fs.statSync(netns);
  } catch (error) {
    throw refuse(netns, `failed to Stat ${quote(netns)}: ${systemErrorReason(error)}`, error);
  }
}

function statOwnNetns(): FileIdentity {
  try {
    return fs.statSync(OWN_NETNS);
  } catch (error) {
    throw new CniError(CNI_ERROR.invalidNetns, "get plugin's netns failed", {
      details: `${OWN_NETNS}: ${systemErrorReason(error)}`,
      cause: error,
    });
  }
}

/**
 * Refuses a call, before the plugin acts, whose CNI_NETNS is the plugin's own namespace; and for ADD and CHECK of a plugin
 * that needs it, one that is gone or is no namespace. A DEL goes on without a namespace. Throws {@link CniError} 8.
 */
export function guardNetns(call: {
  command: CniCommand;
  netns: string;
  allowOwnNetns: boolean;
  needsNetns: boolean;
}): void {
  const { command, netns } = call;
  if (netns === "" || command === "GC" || command === "STATUS") return;
  let container: FileIdentity;
  try {
    container = statNetns(netns);
  } catch (error) {
    if (command === "DEL" || !call.needsNetns) return;
    throw error;
  }
  if (call.allowOwnNetns) return;
  const own = statOwnNetns();
  if (own.dev === container.dev && own.ino === container.ino) {
    throw new CniError(CNI_ERROR.invalidNetns, "plugin's netns and netns from CNI_NETNS should not be the same");
  }
}
