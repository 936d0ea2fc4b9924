import type { Check } from "./check.ts";
import { bridgeNetfilter } from "./checks/bridge-netfilter.ts";
import { coveredSubnets } from "./checks/covered-subnets.ts";
import { damagedLeases } from "./checks/damaged-leases.ts";
import { damagedResults } from "./checks/damaged-results.ts";
import { disabledIpv6 } from "./checks/disabled-ipv6.ts";
import { downLinks } from "./checks/down-links.ts";
import { droppingHooks } from "./checks/dropping-hooks.ts";
import { exhaustedRanges } from "./checks/exhausted-ranges.ts";
import { forwarding } from "./checks/forwarding.ts";
import { fullDisks } from "./checks/full-disks.ts";
import { invalidConfigurations } from "./checks/invalid-configurations.ts";
import { kernelFeatures } from "./checks/kernel-features.ts";
import { leakedLeases } from "./checks/leaked-leases.ts";
import { missingGateways } from "./checks/missing-gateways.ts";
import { missingInterfaces } from "./checks/missing-interfaces.ts";
import { missingPlugins } from "./checks/missing-plugins.ts";
import { missingRules } from "./checks/missing-rules.ts";
import { mtu } from "./checks/mtu.ts";
import { networkManagers } from "./checks/network-managers.ts";
import { overlappingSubnets } from "./checks/overlapping-subnets.ts";
import { repeatedAddresses } from "./checks/repeated-addresses.ts";
import { repeatedNetworks } from "./checks/repeated-networks.ts";
import { repeatedPorts } from "./checks/repeated-ports.ts";
import { reversePathFilter } from "./checks/reverse-path-filter.ts";
import { staleResults } from "./checks/stale-results.ts";
import { storeLocks } from "./checks/store-locks.ts";
import { unfinishedConfigurations } from "./checks/unfinished-configurations.ts";
import { unfinishedLeases } from "./checks/unfinished-leases.ts";
import { unknownLeases } from "./checks/unknown-leases.ts";
import { unownedIfbs } from "./checks/unowned-ifbs.ts";
import { unownedRules } from "./checks/unowned-rules.ts";
import { unownedVeths } from "./checks/unowned-veths.ts";
import { unusablePlugins } from "./checks/unusable-plugins.ts";
import { writableFolders } from "./checks/writable-folders.ts";

/** Every check, in the order of the report: configuration, plugins and kernel, addresses, state, what runs. */
export const allChecks: readonly Check[] = [
  invalidConfigurations,
  unfinishedConfigurations,
  repeatedNetworks,
  overlappingSubnets,
  coveredSubnets,
  missingPlugins,
  unusablePlugins,
  writableFolders,
  kernelFeatures,
  disabledIpv6,
  fullDisks,
  exhaustedRanges,
  leakedLeases,
  unknownLeases,
  damagedLeases,
  unfinishedLeases,
  storeLocks,
  staleResults,
  damagedResults,
  unownedVeths,
  unownedIfbs,
  unownedRules,
  missingInterfaces,
  missingGateways,
  missingRules,
  downLinks,
  mtu,
  repeatedAddresses,
  repeatedPorts,
  forwarding,
  reversePathFilter,
  bridgeNetfilter,
  droppingHooks,
  networkManagers,
];
