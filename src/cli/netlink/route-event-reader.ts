import type { Link } from "../../netlink/route/link/link-message.ts";
import type { RouteEvent } from "../../netlink/route/route-event.ts";
import { addressLines, viewAddress } from "./address-view.ts";
import { linkLines, viewLink } from "./link-view.ts";
import { fdbLine, neighLine, viewFdbEntry, viewNeigh } from "./neigh-view.ts";
import { routeLines, viewRoute } from "./route-view.ts";
import { ruleLine, viewRule } from "./rule-view.ts";
import type { NameOf, View } from "./view.ts";

/** An event as it is shown. */
export interface RouteLines {
  readonly object: View;
  readonly lines: readonly string[];
}

/** Knows the links by the events that it is given, and those of `links` from the beginning. */
export function routeEventReader(links: readonly Link[]): (event: RouteEvent) => RouteLines {
  const names = new Map(links.map(({ index, ifname }) => [index, ifname]));
  return (event) => {
    const { index, ifname } = event.kind === "link" ? event.object : {};
    if (index !== undefined && ifname !== undefined) names.set(index, ifname);
    const shown = readRouteEvent(event, (of) => names.get(of) ?? `if${of}`);
    if (index !== undefined && event.event === "delete") names.delete(index);
    return shown;
  };
}

function readRouteEvent({ kind, object }: RouteEvent, nameOf: NameOf): RouteLines {
  switch (kind) {
    case "link":
    case "bridgePort": {
      const shown = viewLink(object, nameOf);
      return { object: shown, lines: linkLines(shown) };
    }
    case "addr": {
      const shown = { ifindex: object.index, ifname: nameOf(object.index), ...viewAddress(object) };
      return {
        object: shown,
        lines: addressLines(shown).map((line, i) => (i === 0 ? `${object.index}: ${shown.ifname}    ${line}` : line)),
      };
    }
    case "route": {
      const shown = viewRoute(object, nameOf);
      return { object: shown, lines: routeLines(shown) };
    }
    case "neigh": {
      const shown = viewNeigh(object, nameOf);
      return { object: shown, lines: [neighLine(shown)] };
    }
    case "fdb": {
      const shown = viewFdbEntry(object, nameOf);
      return { object: shown, lines: [fdbLine(shown)] };
    }
    case "rule": {
      const shown = viewRule(object);
      return { object: shown, lines: [ruleLine(shown)] };
    }
  }
}
