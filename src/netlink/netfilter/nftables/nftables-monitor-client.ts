import { type EventMonitor, type EventMonitorOptions, openEventMonitor } from "../../socket/event-monitor.ts";
import type { Transport } from "../../socket/transport.ts";
import { NETLINK_NETFILTER } from "../../uapi/netlink.ts";
import { NFNLGRP_NFTABLES } from "../../uapi/nfnetlink.ts";
import { decodeNftEvent, type NftEvent } from "./event.ts";
import { NftablesClient } from "./nftables-client.ts";
import { listRuleset } from "./ruleset-client.ts";

/**
 * Listens to changes of the ruleset; `nft monitor`. What happens after this has returned is told, and losses too, as
 * openRouteMonitor of `cni-ts/netlink` does.
 *
 * @throws {LibcError} {@link NetnsError} when socket or namespace cannot be opened
 * @throws {TransportError} in a worker thread
 */
export async function openNftablesMonitor(options: EventMonitorOptions = {}): Promise<EventMonitor<NftEvent>> {
  const subject = {
    protocol: NETLINK_NETFILTER,
    groups: [NFNLGRP_NFTABLES],
    decode: decodeNftEvent,
    openClient: (transport: Transport) => new NftablesClient(transport),
    list: listAll,
  };
  return openEventMonitor(subject, options);
}

/** In an order in which nothing is named before it is there. */
async function* listAll(client: NftablesClient): AsyncGenerator<NftEvent, void> {
  const event = "present";
  const { tables, objects, sets, flowtables, chains, rules } = await listRuleset(client);
  for (const object of tables) yield { event, kind: "table", object };
  for (const object of chains) yield { event, kind: "chain", object };
  for (const object of objects) yield { event, kind: "object", object };
  for (const object of flowtables) yield { event, kind: "flowtable", object };
  for (const { set, elements } of sets) {
    yield { event, kind: "set", object: set };
    const list = { family: set.family, table: set.table, set: set.name, elements: [...elements] };
    if (elements.length > 0) yield { event, kind: "elements", object: list };
  }
  for (const object of rules) yield { event, kind: "rule", object };
}
