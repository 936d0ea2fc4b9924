import type { Json, Place } from "./call.ts";

/** A list of every plugin that makes rules or limits, behind a bridge; for both families of addresses. */
export function wholeChain(backend: string, { dataDir }: Pick<Place, "dataDir">): readonly Json[] {
  const ranges = [[{ subnet: "10.1.0.0/16" }], [{ subnet: "fd00:1::/64" }]];
  return [
    {
      ...{ type: "bridge", bridge: "br0", isDefaultGateway: true, ipMasq: true, ipMasqBackend: backend },
      ipam: { type: "host-local", dataDir, ranges },
    },
    { type: "firewall", backend, ingressPolicy: "same-bridge" },
    { type: "tuning", sysctl: { "net.ipv4.conf.IFNAME.arp_filter": "1" }, mtu: 1400, dataDir },
    { type: "bandwidth", ingressRate: 8_000_000, ingressBurst: 800_000, egressRate: 8_000_000, egressBurst: 800_000 },
    {
      ...{ type: "portmap", backend, snat: true },
      runtimeConfig: { portMappings: [{ hostPort: 8080, containerPort: 80, protocol: "udp" }] },
    },
  ];
}
