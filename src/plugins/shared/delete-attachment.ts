import type { PluginCall } from "../../cni/skel/plugin.ts";
import type { Interface } from "../../cni/types/result.ts";
import { attemptAll } from "./attempt-all.ts";
import { ipamType } from "./delegate-ipam.ts";
import { deleteLink } from "./link-state.ts";
import { findContainer, openHost } from "./side.ts";

/** What an attachment has besides its interface and its addresses. */
export interface Extras {
  readonly isMasqueraded: boolean;
  /** Taken away behind the rest. */
  readonly others?: readonly (() => Promise<void>)[];
}

/**
 * Takes a veth attachment away: masquerading, the interface, then IPAM's addresses, then what else the plugin has made. Goes
 * on to the end whatever fails, and fails then; what is gone already is no failure.
 */
export async function deleteAttachment(call: PluginCall, { isMasqueraded, others = [] }: Extras): Promise<void> {
  const actions = [() => deleteInterface(call), () => deleteIpam(call), ...others];
  if (!isMasqueraded) return await attemptAll(actions, call.warn);
  const { NetfilterSockets } = await import("./netfilter-exchange.ts");
  const { deleteIpMasq } = await import("./ip-masq/ip-masq.ts");
  // First, so that the kernel frees the rules while it waits for the interface's end.
  using sockets = new NetfilterSockets();
  await attemptAll([() => deleteIpMasq(call, sockets), ...actions], call.warn);
}

async function deleteIpam(call: PluginCall): Promise<void> {
  const type = ipamType(call);
  if (type !== "") await call.delegate.del(type);
}

async function deleteInterface(call: PluginCall): Promise<void> {
  using container = await findContainer(call.netns);
  if (container !== undefined) return await deleteLink(container, call.ifname);
  await deleteHostEnd(call.config.prevResult?.interfaces ?? []);
}

/** A runtime that does not say where the namespace is may still keep it: then the host's end tells which it was. */
async function deleteHostEnd(interfaces: readonly Interface[]): Promise<void> {
  const candidates = interfaces.filter(({ sandbox, name }) => !sandbox && name.startsWith("veth"));
  if (candidates.length === 0) return;
  using host = await openHost();
  for (const { name, mac } of candidates) {
    const link = await host.client.link.find(name);
    // The name alone may by now be another container's.
    if (link?.linkinfo?.kind === "veth" && link.address === mac?.toLowerCase()) await deleteLink(host, link.index);
  }
}
