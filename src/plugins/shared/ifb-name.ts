import { sha512 } from "./sha512.ts";

const PREFIX = "bwp";
/** IFNAMSIZ of linux/if.h less the terminator. */
const MAX_LENGTH = 15;

/** The ifb that a container's outgoing packets take. It does not depend on the interface, as in the reference. */
export async function ifbName(network: string, containerId: string): Promise<string> {
  return `${PREFIX}${await sha512(network + containerId)}`.slice(0, MAX_LENGTH);
}

/** Whether a link may be one of these, of whichever network. */
export function isIfbName(name: string): boolean {
  return /^bwp[0-9a-f]{12}$/.test(name);
}
