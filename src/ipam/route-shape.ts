/** A route of an IPAM configuration. */
export const routeShape = {
  dst: "text",
  gw: "text",
  mtu: "integer",
  advmss: "integer",
  priority: "integer",
  table: "integer",
  scope: "integer",
} as const;
