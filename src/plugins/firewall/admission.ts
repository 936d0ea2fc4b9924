import { hostPrefix, type IpPrefix } from "../../addr/ip-prefix.ts";
import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import { quote } from "../../cni/go-quote.ts";
import type { Result } from "../../cni/types/result.ts";
import type { FirewallConfig, IngressPolicy } from "./config.ts";

/** Who may open connections to the ports of a bridge. */
export interface Isolation {
  readonly bridge: string;
  readonly policy: Exclude<IngressPolicy, "open">;
}

/** What is let through for an attachment, and what is not. */
export interface Admission {
  /** Its addresses, each as a prefix of its own: `10.1.0.2/32`. */
  readonly hosts: readonly IpPrefix[];
  readonly isolation: Isolation | undefined;
  /** Whether firewalld lets the hosts in: rules then only isolate. */
  readonly isTrusted: boolean;
  /** The chain of the administrator's rules, which come first. */
  readonly adminChain: string;
}

/** @throws {CniError} 7 when the policy needs a bridge and the result names none */
export function readAdmission({ ingressPolicy, adminChain }: FirewallConfig, result: Result): Admission {
  // All addresses count, whichever interface they are on, as in the reference.
  const hosts = result.ips.map(({ address }) => hostPrefix(address.address));
  return { hosts, adminChain, isolation: readIsolation(ingressPolicy, result), isTrusted: false };
}

function readIsolation(policy: IngressPolicy, { interfaces: [first] }: Result): Isolation | undefined {
  if (policy === "open") return undefined;
  if (first === undefined) {
    const hint = `make sure to chain "firewall" plugin with "bridge"`;
    throw refuse(`interface needs to be set for ingress policy ${quote(policy)}, ${hint}`);
  }
  if (first.name === "") throw refuse("got empty bridge name");
  return { bridge: first.name, policy };
}

function refuse(msg: string): CniError {
  return new CniError(CNI_ERROR.invalidNetworkConfig, msg);
}

/** Of addresses the families: 4, 6 or both. */
export function familiesOf(hosts: readonly IpPrefix[]): readonly (4 | 6)[] {
  return [...new Set(hosts.map(({ address }) => address.family))];
}
