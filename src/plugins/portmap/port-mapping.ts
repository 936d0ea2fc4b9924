import { formatIpAddress, type IpAddress, tryParseIpAddress, unmapIpAddress } from "../../addr/ip-address.ts";
import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import { quote } from "../../cni/go-quote.ts";
import { IPPROTO_DCCP, IPPROTO_SCTP, IPPROTO_TCP, IPPROTO_UDP } from "../../netlink/uapi/in.ts";

/** Protocols whose ports both back-ends can forward. */
const PROTOCOLS = { tcp: IPPROTO_TCP, udp: IPPROTO_UDP, sctp: IPPROTO_SCTP, dccp: IPPROTO_DCCP } as const;

export type PortProtocol = keyof typeof PROTOCOLS;

/** A port of the host that leads to one of the container. */
export interface PortMapping {
  readonly hostPort: number;
  readonly containerPort: number;
  readonly protocol: PortProtocol;
  /** The only address of the host that it is for; undefined for all of every family. */
  readonly hostIp: IpAddress | undefined;
  /** The text of a hostIP that is no address: the mapping leads nowhere then. */
  readonly invalidHostIp?: string;
}

/** A mapping as the runtime gives it. */
interface GivenMapping {
  readonly hostPort?: number | undefined;
  readonly containerPort?: number | undefined;
  readonly protocol?: string | undefined;
  readonly hostIP?: string | undefined;
}

const MAX_PORT = 0xffff;

/** IPPROTO_* */
export function protocolNumber(protocol: PortProtocol): number {
  return PROTOCOLS[protocol];
}

/** @throws {CniError} 7 that names the mapping */
export function readMapping({
  hostPort = 0,
  containerPort = 0,
  protocol = "",
  hostIP = "",
}: GivenMapping): PortMapping {
  if (containerPort <= 0 || containerPort > MAX_PORT) throw refuse(`Invalid container port number: ${containerPort}`);
  if (hostPort <= 0 || hostPort > MAX_PORT) throw refuse(`Invalid host port number: ${hostPort}`);
  const mapping = { hostPort, containerPort, protocol: readProtocol(protocol, hostPort), hostIp: undefined };
  if (hostIP === "") return mapping;
  const parsed = tryParseIpAddress(hostIP);
  if (parsed === undefined) return { ...mapping, invalidHostIp: hostIP };
  return { ...mapping, hostIp: unmapIpAddress(parsed) };
}

/** In any case, or as a number, as iptables takes it. */
function readProtocol(text: string, hostPort: number): PortProtocol {
  const names = Object.keys(PROTOCOLS) as PortProtocol[];
  const found = names.find((name) => name === text.toLowerCase() || String(PROTOCOLS[name]) === text);
  if (found !== undefined) return found;
  throw refuse(`unknown protocol ${quote(text)} of host port ${hostPort}: one of ${names.join(", ")}`);
}

function refuse(msg: string): CniError {
  return new CniError(CNI_ERROR.invalidNetworkConfig, msg);
}

/** Whether a mapping is for containers' addresses of a family. */
export function concerns({ hostIp, invalidHostIp }: PortMapping, family: 4 | 6): boolean {
  return invalidHostIp === undefined && (hostIp === undefined || hostIp.family === family);
}

/** The host's address that packets have to be for; undefined where any will do, `0.0.0.0` and `::` among them. */
export function hostAddress({ hostIp }: PortMapping): string | undefined {
  return hostIp === undefined || hostIp.value === 0n ? undefined : formatIpAddress(hostIp);
}

/** `8080/tcp`, `192.0.2.1:8080/tcp` */
export function formatMapping({ hostPort, protocol, hostIp, invalidHostIp }: PortMapping): string {
  const address = invalidHostIp ?? (hostIp && formatIpAddress(hostIp));
  if (address === undefined) return `${hostPort}/${protocol}`;
  return `${address.includes(":") ? `[${address}]` : address}:${hostPort}/${protocol}`;
}
