import type { Link } from "../../netlink/route/link/link-message.ts";
import type { Side } from "../shared/side.ts";
import { step } from "../shared/step.ts";
import type { BridgeConfig } from "./config.ts";

/** VLAN that frames without tag belong to where only tagged ones are configured (the kernel's default_pvid). */
const DEFAULT_VLAN = 1;

/** The VLANs of a new port: untagged `vlan`, tagged `vlanTrunk`, in place of what the bridge gave it. */
export async function setPortVlans(
  host: Side,
  port: Link,
  {
    vlan,
    vlanTrunk = [],
    preserveDefaultVlan,
  }: Pick<BridgeConfig, "vlan" | "preserveDefaultVlan"> & Partial<Pick<BridgeConfig, "vlanTrunk">>,
): Promise<void> {
  if (vlan === 0 && vlanTrunk.length === 0) return;
  if (!preserveDefaultVlan) await deleteVlans(host, port);
  if (vlan !== 0) await setUntaggedVlan(host, port, vlan);
  const client = await host.client.openBridgeVlan();
  for (const range of toRanges(vlanTrunk)) {
    await step(`failed to add VLANs ${range.vid} to ${range.vidEnd} to ${port.ifname}`, () =>
      client.add(port.index, { ...range, master: true }),
    );
  }
  if (vlan === 0) await setUntaggedVlan(host, port, DEFAULT_VLAN);
}

/** Frames of the VLAN leave the port untagged, and frames without tag belong to it. */
async function setUntaggedVlan(host: Side, port: Link, vid: number): Promise<void> {
  const client = await host.client.openBridgeVlan();
  await step(`failed to setup vlan tag ${vid} on ${port.ifname}`, () =>
    client.add(port.index, { vid, pvid: true, untagged: true, master: true }),
  );
}

async function deleteVlans(host: Side, port: Link): Promise<void> {
  await step(`failed to remove default VLANs from ${port.ifname}`, async () => {
    const client = await host.client.openBridgeVlan();
    const all = await client.list({ compressed: true });
    for (const vlan of all.find(({ index }) => index === port.index)?.vlans ?? []) {
      await client.delete(port.index, { ...vlan, master: true });
    }
  });
}

/** Ascending ids as runs of neighbours: a trunk of 4094 VLANs is one request. */
export function toRanges(ids: readonly number[]): { vid: number; vidEnd: number }[] {
  const ranges: { vid: number; vidEnd: number }[] = [];
  for (const id of ids) {
    const last = ranges.at(-1);
    if (last?.vidEnd === id - 1) last.vidEnd = id;
    else ranges.push({ vid: id, vidEnd: id });
  }
  return ranges;
}
