import * as uapi from "../../uapi/nfnetlink_conntrack.ts";
import { ipv4, ipv6 } from "../../wire/addresses.ts";
import { attr, attrSet } from "../../wire/attr-table.ts";
import { nest } from "../../wire/containers.ts";
import { be16 } from "../../wire/scalars.ts";

const protoNatAttrs = attrSet("CTA_PROTONAT", {
  portMin: attr(uapi.CTA_PROTONAT_PORT_MIN, be16),
  portMax: attr(uapi.CTA_PROTONAT_PORT_MAX, be16),
});

/**
 * What one end of a new connection is translated to (enum ctattr_nat). Only in requests: of connections that are there
 * the tuple of replies tells.
 */
export const natAttrs = attrSet("CTA_NAT", {
  v4Minip: attr(uapi.CTA_NAT_V4_MINIP, ipv4),
  v4Maxip: attr(uapi.CTA_NAT_V4_MAXIP, ipv4),
  proto: attr(uapi.CTA_NAT_PROTO, nest(protoNatAttrs)),
  v6Minip: attr(uapi.CTA_NAT_V6_MINIP, ipv6),
  v6Maxip: attr(uapi.CTA_NAT_V6_MAXIP, ipv6),
});
