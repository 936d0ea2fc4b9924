import { type EventMonitor, type EventMonitorOptions, openEventMonitor } from "../socket/event-monitor.ts";
import type { Transport } from "../socket/transport.ts";
import { NETLINK_ROUTE } from "../uapi/netlink.ts";
import * as uapi from "../uapi/rtnetlink.ts";
import { RouteClient } from "./route-client.ts";
import { decodeRouteEvent, type RouteEvent } from "./route-event.ts";

const GROUPS = {
  link: [uapi.RTNLGRP_LINK],
  addr: [uapi.RTNLGRP_IPV4_IFADDR, uapi.RTNLGRP_IPV6_IFADDR],
  route: [uapi.RTNLGRP_IPV4_ROUTE, uapi.RTNLGRP_IPV6_ROUTE],
  neigh: [uapi.RTNLGRP_NEIGH],
  rule: [uapi.RTNLGRP_IPV4_RULE, uapi.RTNLGRP_IPV6_RULE],
} as const;

/** What can be monitored. With `link` come ports of bridges, with `neigh` entries of forwarding databases. */
export type RouteTopic = keyof typeof GROUPS;

/** All that can be monitored. */
export const routeTopics = Object.keys(GROUPS) as readonly RouteTopic[];

export interface RouteMonitorOptions extends EventMonitorOptions {
  /** All when left out. */
  readonly topics?: readonly RouteTopic[] | undefined;
}

/**
 * Listens to changes of links, addresses, routes, neighbours and rules. What happens after this has returned is told.
 *
 *     using monitor = await openRouteMonitor({ topics: ["link"], initial: true });
 *     for await (const event of monitor) console.log(event);
 *
 * Notifications that the kernel had no room for are not passed over in silence: `overrun` stands in their place, and then
 * everything that is there, as `present`, up to `synced`.
 *
 * @throws {LibcError} {@link NetnsError} when socket or namespace cannot be opened
 * @throws {TransportError} in a worker thread
 */
export async function openRouteMonitor({
  topics = routeTopics,
  ...options
}: RouteMonitorOptions = {}): Promise<EventMonitor<RouteEvent>> {
  const subject = {
    protocol: NETLINK_ROUTE,
    groups: topics.flatMap((topic) => [...GROUPS[topic]]),
    decode: decodeRouteEvent,
    openClient: (transport: Transport) => new RouteClient(transport),
    list: (client: RouteClient) => listAll(client, topics),
  };
  return openEventMonitor(subject, options);
}

async function* listAll(client: RouteClient, topics: readonly RouteTopic[]): AsyncGenerator<RouteEvent, void> {
  const event = "present";
  for (const topic of topics) {
    if (topic === "link") for (const object of await client.link.list()) yield { event, kind: "link", object };
    if (topic === "addr") for (const object of await client.addr.list()) yield { event, kind: "addr", object };
    if (topic === "route") for (const object of await client.route.list()) yield { event, kind: "route", object };
    if (topic === "rule") for (const object of await client.rule.list()) yield { event, kind: "rule", object };
    if (topic !== "neigh") continue;
    for (const object of await client.neigh.list()) yield { event, kind: "neigh", object };
    for (const object of await client.fdb.list()) yield { event, kind: "fdb", object };
  }
}
