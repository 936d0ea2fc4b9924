import type { JsonObject } from "./json.ts";
import type { Snapshot } from "./snapshot.ts";
import { HOST } from "./world.ts";

/** What a host veth's random name has to look like (pkg/ip of the reference: `veth` and 4 random bytes in hex). */
const RANDOM_VETH_NAME = /^veth[0-9a-f]{8}$/;

/** A link with the namespace it is in. */
interface Located {
  readonly namespace: string;
  readonly link: JsonObject;
}

/**
 * Random text → the role it plays, for one run of one case: `veth1a2b3c4d` → `<veth of container/eth0>`. Roles pile up
 * over the verbs, so that the MAC of a link that is gone is still known where a bridge has kept it.
 */
export class Roles {
  readonly #roles = new Map<string, string>();
  readonly #literals: string;
  #pattern: RegExp | undefined;

  /** @param literals everything the case itself spells out: an address in it is compared as it is. */
  constructor(literals: string) {
    this.#literals = literals.toLowerCase();
  }

  /** Learns the names and addresses that a snapshot shows for the first time. */
  learn(snapshot: Snapshot): void {
    const located = locate(snapshot);
    for (const entry of located) this.#learnName(entry, located);
    this.#pattern = undefined;
    // Containers and their peers first: a bridge without an address of its own takes one of a port.
    const ranked = [...located].sort((a, b) => rank(a) - rank(b));
    for (const entry of ranked) this.#learnMac(entry);
    this.#learnOldLinkLocals(snapshot);
    this.#pattern = undefined;
  }

  /** `text` with everything random replaced by its role. */
  apply(text: string): string {
    if (this.#roles.size === 0) return text;
    this.#pattern ??= new RegExp(
      `(?<![0-9a-f:])(?:${[...this.#roles.keys()].sort((a, b) => b.length - a.length).join("|")})(?![0-9a-f:])`,
      "g",
    );
    return text.replace(this.#pattern, (word) => this.#roles.get(word) ?? word);
  }

  /** As apply, for what a plugin prints: there may be veth names in it that no longer exist. */
  applyToOutput(text: string): string {
    return this.apply(text).replace(/\bveth[0-9a-f]{8}\b/g, (name) =>
      this.#literals.includes(name) ? name : "<unseen veth>",
    );
  }

  #learnName({ namespace, link }: Located, located: readonly Located[]): void {
    const name = String(link.ifname);
    if (namespace !== HOST || !RANDOM_VETH_NAME.test(name) || this.#literals.includes(name)) return;
    const peer = findPeer({ namespace, link }, located);
    const role = peer === undefined ? "<veth without peer>" : `<veth of ${peer}>`;
    // A name seen without its peer (already moved or deleted) keeps the better role that it had.
    if (!this.#roles.has(name) || peer !== undefined) this.#roles.set(name, role);
  }

  #learnMac({ namespace, link }: Located): void {
    const mac = link.address;
    if (typeof mac !== "string" || !/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(mac)) return;
    if (mac === "00:00:00:00:00:00" || this.#roles.has(mac) || this.#literals.includes(mac)) return;
    const owner = `${namespace}/${this.apply(String(link.ifname))}`;
    const bytes = mac.split(":").map((byte) => Number.parseInt(byte, 16));
    const first = bytes[0] ?? 0;
    // eth_random_addr() sets the local bit and clears the group bit; an address that looks otherwise is not random.
    const kind = (first & 3) === 2 ? "mac" : "odd mac";
    this.#roles.set(mac, `<${kind} of ${owner}>`);
    this.#roles.set(bytes.map((byte) => byte.toString(16)).join(":"), `<${kind} of ${owner}>`);
    this.#roles.set(linkLocalAddress(bytes), `<link-local address of ${owner}>`);
  }

  /** A link keeps the link-local address of the random MAC that it had before its present one. */
  #learnOldLinkLocals(snapshot: Snapshot): void {
    for (const [namespace, state] of Object.entries(snapshot.namespaces)) {
      for (const link of state.addresses) {
        const owner = `${namespace}/${this.apply(String(link.ifname))}`;
        for (const { local } of link.addr_info as readonly JsonObject[]) {
          if (typeof local !== "string" || !/^fe80::.*ff:fe[0-9a-f]{2}:[0-9a-f]{1,4}$/.test(local)) continue;
          if (this.#roles.has(local) || this.#literals.includes(local)) continue;
          this.#roles.set(local, `<link-local address of an earlier mac of ${owner}>`);
        }
      }
    }
  }
}

/** `<namespace>/<name>` of the other end of a veth (or of the parent of a stacked link); undefined when out of sight. */
export function findPeer({ namespace, link }: Located, located: readonly Located[]): string | undefined {
  if (typeof link.link === "string") return `${namespace}/${link.link}`;
  if (link.link_index === undefined || link.link_netnsid === undefined) return undefined;
  const peer = located.find(
    (other) =>
      other.namespace !== namespace &&
      other.link.ifindex === link.link_index &&
      other.link.link_index === link.ifindex &&
      other.link.link_netnsid !== undefined,
  );
  return peer === undefined ? undefined : `${peer.namespace}/${String(peer.link.ifname)}`;
}

export function locate(snapshot: Snapshot): readonly Located[] {
  return Object.entries(snapshot.namespaces).flatMap(([namespace, state]) =>
    state.links.map((link) => ({ namespace, link })),
  );
}

function rank({ namespace, link }: Located): number {
  if (namespace !== HOST) return 0;
  return RANDOM_VETH_NAME.test(String(link.ifname)) ? 1 : 2;
}

/** RFC 4291 appendix A, modified EUI-64, in the kernel's text form. */
function linkLocalAddress(mac: readonly number[]): string {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = mac;
  const groups = [((a ^ 2) << 8) | b, (c << 8) | 0xff, 0xfe00 | d, (e << 8) | f];
  const firstKept = groups[0] === 0 ? 1 : 0;
  return `fe80::${groups
    .slice(firstKept)
    .map((group) => group.toString(16))
    .join(":")}`;
}
