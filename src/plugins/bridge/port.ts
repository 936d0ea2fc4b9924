import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import { quote } from "../../cni/go-quote.ts";
import type { BridgePort } from "../../netlink/route/link/kinds/bridge-port.ts";
import type { Link } from "../../netlink/route/link/link-message.ts";
import { RTNLGRP_LINK } from "../../netlink/uapi/rtnetlink.ts";
import { awaitState } from "../shared/await-state.ts";
import type { Side } from "../shared/side.ts";
import { step } from "../shared/step.ts";
import type { BridgeConfig } from "./config.ts";

/** IF_OPER_UP (linux/if.h) */
const IF_OPER_UP = 6;
/** As long as the reference waits in all: 50 + 500 + 1000 + 1000 ms. */
const PORT_UP_TIMEOUT_MS = 2550;

/** Makes the host's end a port of the bridge. */
export async function connectPort(
  host: Side,
  port: Link,
  { bridge, config }: { bridge: Link; config: BridgeConfig },
): Promise<void> {
  const name = quote(port.ifname ?? "");
  await step(`failed to connect ${name} to bridge ${config.bridge}`, () =>
    host.client.link.set(port.index, { master: bridge.index }),
  );
  // A new port has neither; what is off is not sent.
  if (config.hairpinMode) {
    await step(`failed to setup hairpin mode for ${port.ifname}`, () => setPort(host, port, { mode: true }));
  }
  if (config.portIsolation) {
    await step(`failed to set isolated on for ${port.ifname}`, () => setPort(host, port, { isolated: true }));
  }
}

async function setPort(host: Side, port: Link, slaveData: BridgePort): Promise<void> {
  await host.client.link.set(port.index, { linkinfo: { slaveKind: "bridge", slaveData } });
}

/** @throws {CniError} when the port does not come up in time */
export async function awaitPortUp({ client, netns }: Side, port: Link): Promise<void> {
  const isUp = await awaitState({
    netns: netns.fd,
    group: RTNLGRP_LINK,
    timeoutMs: PORT_UP_TIMEOUT_MS,
    isReached: async () => (await client.link.get(port.index)).operstate === IF_OPER_UP,
  });
  if (!isUp) throw new CniError(CNI_ERROR.internal, "bridge port in error state: down");
}
