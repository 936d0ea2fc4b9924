import type { ConformanceCase } from "../case.ts";

export const BRIDGE_CASES: readonly ConformanceCase[] = [
  {
    name: "bridge/dual-stack-gateway",
    config: {
      cniVersion: "1.1.0",
      name: "net",
      type: "bridge",
      bridge: "br0",
      isDefaultGateway: true,
      ipam: { type: "host-local", ranges: [[{ subnet: "10.1.0.0/16" }], [{ subnet: "fd00:1::/64" }]] },
    },
  },
];
