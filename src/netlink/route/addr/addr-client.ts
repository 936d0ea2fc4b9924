import { agrees, dumpObjects } from "../../socket/dump-objects.ts";
import type { Exchange } from "../../socket/exchange.ts";
import { NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from "../../uapi/netlink.ts";
import { RTM_DELADDR, RTM_GETADDR, RTM_NEWADDR } from "../../uapi/rtnetlink.ts";
import { type AddrMessageInput, addrMessage } from "./addr-message.ts";
import { type Address, type AddressInput, addressToMessage, decodeAddress } from "./address.ts";

/** All that a dump of addresses can be filtered by. */
export interface AddressFilter {
  /** AF_INET or AF_INET6; both when left out. */
  readonly family?: number | undefined;
  /** Only addresses of the link with this index. */
  readonly index?: number | undefined;
  /** Look into the namespace with this id. */
  readonly targetNetnsid?: number | undefined;
}

/** `ip address` */
export class AddrClient {
  readonly #exchange: Exchange;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  /**
   * All addresses, or those that the filter leaves.
   * @throws {NetlinkError} ENODEV where no link has the filter's index
   */
  async list({ family, index, targetNetnsid }: AddressFilter = {}): Promise<Address[]> {
    const body: AddrMessageInput = { family: family ?? 0, index: index ?? 0 };
    if (targetNetnsid !== undefined) body.targetNetnsid = targetNetnsid;
    return dumpObjects(
      this.#exchange,
      { type: RTM_GETADDR, codec: addrMessage, body, operation: "list addresses" },
      { decode: decodeAddress, accepts: (address) => agrees({ family, index }, address) },
    );
  }

  /** @throws {NetlinkError} EEXIST where the link has the address */
  async add(address: AddressInput): Promise<void> {
    await this.#modify(address, { verb: "add", type: RTM_NEWADDR, flags: NLM_F_CREATE | NLM_F_EXCL });
  }

  /** Adds the address, or sets lifetimes, flags and metric of the one that is there. */
  async replace(address: AddressInput): Promise<void> {
    await this.#modify(address, { verb: "replace", type: RTM_NEWADDR, flags: NLM_F_CREATE | NLM_F_REPLACE });
  }

  /** As {@link replace} for IPv6; IPv4 adds a missing address also here. */
  async change(address: AddressInput): Promise<void> {
    await this.#modify(address, { verb: "change", type: RTM_NEWADDR, flags: NLM_F_REPLACE });
  }

  /** @throws {NetlinkError} EADDRNOTAVAIL where the link does not have the address */
  async delete(address: AddressInput): Promise<void> {
    await this.#modify(address, { verb: "delete", type: RTM_DELADDR, flags: 0 });
  }

  async #modify(address: AddressInput, action: { verb: string; type: number; flags: number }): Promise<void> {
    await this.#exchange.request({
      type: action.type,
      flags: action.flags,
      codec: addrMessage,
      body: addressToMessage(address),
      operation: `${action.verb} address ${address.address} of link index ${address.index}`,
    });
  }
}
