import type { ConformanceCase } from "../case.ts";
import { BANDWIDTH_CASES } from "./bandwidth.ts";
import { BRIDGE_CASES } from "./bridge.ts";
import { BRIDGE_LIFE_CASES } from "./bridge-life.ts";
import { FIREWALL_CASES } from "./firewall.ts";
import { HOST_LOCAL_CASES } from "./host-local.ts";
import { IP_MASQ_CASES } from "./ip-masq.ts";
import { LIST_CASES } from "./lists.ts";
import { LOOPBACK_CASES } from "./loopback.ts";
import { PORTMAP_CASES } from "./portmap.ts";
import { PROTOCOL_CASES } from "./protocol.ts";
import { PTP_CASES } from "./ptp.ts";
import { STATIC_CASES } from "./static.ts";
import { TUNING_CASES } from "./tuning.ts";

/** Every case, in the order in which they are run. */
export const CORPUS: readonly ConformanceCase[] = [
  ...PROTOCOL_CASES,
  ...LOOPBACK_CASES,
  ...STATIC_CASES,
  ...HOST_LOCAL_CASES,
  ...PTP_CASES,
  ...BRIDGE_CASES,
  ...BRIDGE_LIFE_CASES,
  ...IP_MASQ_CASES,
  ...TUNING_CASES,
  ...BANDWIDTH_CASES,
  ...FIREWALL_CASES,
  ...PORTMAP_CASES,
  ...LIST_CASES,
];
