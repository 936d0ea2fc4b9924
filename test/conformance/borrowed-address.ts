import type { Json, JsonObject } from "./json.ts";
import type { NamespaceState } from "./snapshot.ts";

const MASK = "<lowest mac of its ports>";
const NET_ADDR_SET = "3";

/** Bridges whose address is one of several random ones, with the addresses of their ports, ascending. */
export type Borrowers = ReadonlyMap<string, readonly string[]>;

/**
 * A bridge that was never given an address has the lowest of its ports' (net/bridge/br_stp_if.c:
 * br_stp_recalculate_bridge_id). With several ports, whose addresses are random, chance decides whose that is, so what
 * follows from it cannot be compared as it stands.
 */
export function findBorrowers({ links, addressAssignTypes }: NamespaceState): Borrowers {
  const borrowers = new Map<string, readonly string[]>();
  for (const { ifname, address } of links) {
    const ports = links.filter(({ master }) => master === ifname).map((port) => String(port.address));
    const isGiven = addressAssignTypes[String(ifname)] === NET_ADDR_SET;
    const addresses = ports.sort();
    if (ports.length > 1 && addresses[0] === address && !isGiven) borrowers.set(String(ifname), addresses);
  }
  return borrowers;
}

/** The link without the address that it, or the bridge that it is a port of, has borrowed. */
export function maskLink(link: JsonObject, borrowers: Borrowers): JsonObject {
  const isBorrower = borrowers.has(String(link.ifname));
  if (!isBorrower && !borrowers.has(String(link.master))) return link;
  const linkinfo = maskIds(link.linkinfo as JsonObject);
  return isBorrower ? { ...link, linkinfo, address: MASK } : { ...link, linkinfo };
}

/** Bridge ids are made of bridge addresses. */
function maskIds(linkinfo: JsonObject): Json {
  const text = JSON.stringify(linkinfo, (key, value: Json) =>
    (key === "bridge_id" || key === "root_id") && typeof value === "string" ? value.replace(/\..*/, `.${MASK}`) : value,
  );
  return JSON.parse(text) as Json;
}

/** The forwarding database without the entries that a bridge has for the address of one of its ports. */
export function maskForwarding(entries: readonly JsonObject[], borrowers: Borrowers): readonly JsonObject[] {
  return entries.filter(({ ifname, mac }) => borrowers.get(String(ifname))?.includes(String(mac)) !== true);
}

/** The text of a result, without the borrowed addresses of bridges. */
export function maskResult(text: string, borrowers: Borrowers): string {
  return text.replace(/"mac":(\s*)"([^"]+)",(\s*)"name":(\s*)"([^"]+)"/g, (whole, ...groups: readonly string[]) => {
    const [a = "", mac = "", b = "", c = "", name = ""] = groups;
    return borrowers.get(name)?.includes(mac) === true ? `"mac":${a}"${MASK}",${b}"name":${c}"${name}"` : whole;
  });
}
