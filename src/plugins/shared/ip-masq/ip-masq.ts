import type { GcCall, PluginCall } from "../../../cni/skel/plugin.ts";
import type { IpConfig } from "../../../cni/types/result.ts";
import type { Exchange } from "../../../netlink/socket/exchange.ts";
import { isNetlinkError } from "../../../netlink/socket/netlink-error.ts";
import { drift } from "../check-interface.ts";
import { type NetfilterSockets, openNetfilter } from "../netfilter-exchange.ts";
import type { Rollback } from "../rollback.ts";
import { step } from "../step.ts";
import type { MasqBackend } from "./config.ts";
import type { Masquerade } from "./masquerade.ts";

// This file is loaded where a configuration has ipMasq, and of the back-ends those that a verb needs.
const loadIptables = () => import("./iptables-masq.ts");
const loadNftables = () => import("./nftables-masq.ts");

function masqueradeOf({ config, containerId, ifname }: PluginCall, ips: readonly IpConfig[]): Masquerade {
  return { owner: { network: config.name, containerId, ifname }, addresses: ips.map(({ address }) => address) };
}

/** Has what the addresses send beyond their subnets go out under the host's own. */
export async function addIpMasq(
  call: PluginCall,
  { ips, backend, rollback }: { ips: readonly IpConfig[]; backend: MasqBackend; rollback: Rollback },
): Promise<void> {
  using netfilter = await openNetfilter();
  const masq = masqueradeOf(call, ips);
  await step("failed to set up masquerading", () =>
    rollback.perform({
      undoing: "remove masquerading",
      run: () => addRules(netfilter.exchange, { masq, backend, warn: call.warn }),
      undo: () => undoRules(masq),
    }),
  );
}

/** Over a new socket: the one that failed may still wait for an answer. */
async function undoRules(masq: Masquerade): Promise<void> {
  using netfilter = await openNetfilter();
  await deleteRules(netfilter.exchange, masq, { areAddressesKnown: true });
}

async function addRules(
  exchange: Exchange,
  { masq, backend, warn }: { masq: Masquerade; backend: MasqBackend; warn: (message: string) => void },
): Promise<void> {
  if (backend !== "nftables") {
    const { addIptablesMasq, hasIptablesMasq } = await loadIptables();
    try {
      await addIptablesMasq(exchange, masq);
      return;
    } catch (error) {
      if (!isNetlinkError(error) || (await hasIptablesMasq(exchange))) throw error;
      if (backend === "iptables") warn("ipMasq: the kernel has no nft_compat: nftables instead of iptables");
    }
  }
  const { addNftablesMasq } = await loadNftables();
  await addNftablesMasq(exchange, masq);
}

/** For DEL: the attachment's rules in either back-end. Needs neither namespace nor previous result. */
export async function deleteIpMasq(call: PluginCall, sockets: NetfilterSockets): Promise<void> {
  const ips = call.config.prevResult?.ips;
  const masq = masqueradeOf(call, ips ?? []);
  await step("failed to remove masquerading", async () =>
    deleteRules(await sockets.open(), masq, { areAddressesKnown: ips !== undefined }),
  );
}

async function deleteRules(
  exchange: Exchange,
  { owner, addresses }: Masquerade,
  { areAddressesKnown }: { areAddressesKnown: boolean },
): Promise<void> {
  const { deleteNftablesMasq } = await loadNftables();
  const { deleteIptablesMasq } = await loadIptables();
  const sources = areAddressesKnown ? addresses.map(({ address }) => address) : undefined;
  await inBoth([() => deleteNftablesMasq(exchange, owner), () => deleteIptablesMasq(exchange, owner, sources)]);
}

/** What fails in one back-end does not keep the other from being cleaned. */
async function inBoth(actions: readonly (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const action of actions) {
    try {
      await action();
    } catch (error) {
      // Nothing can be left where the kernel has none of it.
      if (!isNetlinkError(error, "EAFNOSUPPORT", "EOPNOTSUPP", "EPROTONOSUPPORT")) failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

/** For CHECK: every rule is there, in one of the back-ends. @throws {CniError} 100 with those that are not */
export async function checkIpMasq(
  call: PluginCall,
  { ips, backend }: { ips: readonly IpConfig[]; backend: MasqBackend },
): Promise<void> {
  using netfilter = await openNetfilter();
  const masq = masqueradeOf(call, ips);
  const { findMissingNftablesMasq } = await loadNftables();
  const { findMissingIptablesMasq } = await loadIptables();
  const { exchange } = netfilter;
  const nftables = await findMissingNftablesMasq(exchange, masq);
  // A kernel without nft_compat has them there, whatever was asked for.
  if (nftables.length === 0) return;
  const missing = backend === "nftables" ? nftables : await findMissingIptablesMasq(exchange, masq);
  if (missing.length > 0) throw drift(`masquerading of ${call.ifname} is not complete: missing ${missing.join("; ")}`);
}

/** For GC: the rules of attachments that are not valid any more. */
export async function collectIpMasq(call: GcCall): Promise<void> {
  using netfilter = await openNetfilter();
  const { collectNftablesMasq } = await loadNftables();
  const { collectIptablesMasq } = await loadIptables();
  const network = call.config.name;
  const valid = call.validAttachments.map((attachment) => ({ network, ...attachment }));
  await step("failed to remove stale masquerading", () =>
    inBoth([
      () => collectNftablesMasq(netfilter.exchange, { network, valid }),
      () => collectIptablesMasq(netfilter.exchange, { network, valid }),
    ]),
  );
}
