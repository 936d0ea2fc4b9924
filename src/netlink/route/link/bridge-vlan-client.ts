import type { Exchange } from "../../socket/exchange.ts";
import {
  RTEXT_FILTER_BRVLAN,
  RTEXT_FILTER_BRVLAN_COMPRESSED,
  RTM_DELLINK,
  RTM_GETLINK,
  RTM_SETLINK,
} from "../../uapi/rtnetlink.ts";
import { AF_BRIDGE } from "../../uapi/socket.ts";
import { type BridgeVlan, type BridgeVlanTarget, decodeBridgeVlans, encodeBridgeVlan } from "./bridge-vlan.ts";
import type { LinkClient } from "./link-client.ts";
import { linkMessage } from "./link-message.ts";
import { formatLinkRef, type LinkRef } from "./link-ref.ts";

/** The VLANs of one port, or of a bridge itself. */
export interface BridgeVlans {
  readonly index: number;
  readonly ifname: string;
  /** Index of the bridge. */
  readonly master: number | undefined;
  readonly vlans: BridgeVlan[];
}

/** `bridge vlan`; needs a kernel with CONFIG_BRIDGE_VLAN_FILTERING. */
export class BridgeVlanClient {
  readonly #exchange: Exchange;
  readonly #link: LinkClient;

  constructor(exchange: Exchange, link: LinkClient) {
    this.#exchange = exchange;
    this.#link = link;
  }

  /** Every port and bridge that has VLANs. With `compressed`, neighbours alike come as ranges (`vidEnd`). */
  async list({ compressed = false }: { compressed?: boolean | undefined } = {}): Promise<BridgeVlans[]> {
    let found: BridgeVlans[] = [];
    const extMask = compressed ? RTEXT_FILTER_BRVLAN_COMPRESSED : RTEXT_FILTER_BRVLAN;
    await this.#exchange.dump(
      { type: RTM_GETLINK, codec: linkMessage, body: { family: AF_BRIDGE, extMask }, operation: "list bridge VLANs" },
      {
        onStart: () => {
          found = [];
        },
        onFrame: ({ view, start, end }) => {
          const { index, ifname = "", master, bridgeAfSpec } = linkMessage.decode(view, start, end);
          if (bridgeAfSpec?.vlanInfo !== undefined) {
            found.push({ index, ifname, master, vlans: decodeBridgeVlans(bridgeAfSpec) });
          }
        },
      },
    );
    return found;
  }

  /**
   * Adds VLANs to a port, or with `self` to a bridge; changes the flags of those that it has.
   * @throws {NetlinkError} EOPNOTSUPP where the link is no port of a bridge, or the kernel has no VLAN filtering
   */
  async add(ref: LinkRef, vlan: BridgeVlan & BridgeVlanTarget): Promise<void> {
    await this.#change(RTM_SETLINK, ref, vlan);
  }

  async delete(ref: LinkRef, vlan: BridgeVlan & BridgeVlanTarget): Promise<void> {
    await this.#change(RTM_DELLINK, ref, vlan);
  }

  /** The kernel knows links of AF_BRIDGE by their index only. */
  async #change(type: number, ref: LinkRef, vlan: BridgeVlan & BridgeVlanTarget): Promise<void> {
    const index = await this.#link.indexOf(ref);
    const range = vlan.vidEnd === undefined ? `${vlan.vid}` : `${vlan.vid}-${vlan.vidEnd}`;
    await this.#exchange.request({
      type,
      codec: linkMessage,
      body: { family: AF_BRIDGE, index, bridgeAfSpec: encodeBridgeVlan(vlan, vlan) },
      operation: `${type === RTM_SETLINK ? "add VLAN" : "delete VLAN"} ${range} of link ${formatLinkRef(ref)}`,
    });
  }
}
