import type { Filter } from "../../netlink/route/filter/filter.ts";
import type { Link } from "../../netlink/route/link/link-message.ts";
import type { RouteClient } from "../../netlink/route/route-client.ts";
import { TC_H_MIN_EGRESS, TC_H_MIN_INGRESS } from "../../netlink/uapi/pkt_sched.ts";
import { AF_INET, AF_INET6 } from "../../netlink/uapi/socket.ts";
import { linkWithAddressLines, viewAddresses } from "./address-view.ts";
import { linkLines, viewLink } from "./link-view.ts";
import { fdbLine, neighLine, viewFdbEntry, viewNeigh } from "./neigh-view.ts";
import { routeLines, viewRoute } from "./route-view.ts";
import { ruleLine, viewRule } from "./rule-view.ts";
import { classLine, filterLine, qdiscLine } from "./tc-lines.ts";
import { viewClass, viewFilter, viewQdisc } from "./tc-view.ts";
import type { NameOf, View } from "./view.ts";

/** Which objects; all when left out. */
export interface DumpFilter {
  /** AF_INET or AF_INET6 */
  readonly family?: number | undefined;
  /** Index of a link. */
  readonly index?: number | undefined;
  /** Number of a routing table. */
  readonly table?: number | undefined;
}

/** A namespace that is read. */
export interface DumpSource {
  readonly client: RouteClient;
  readonly links: readonly Link[];
  readonly nameOf: NameOf;
}

/** A kind of object: how it is listed, as JSON has it, and the lines of one. */
export interface DumpKind {
  list(source: DumpSource, filter: DumpFilter): Promise<readonly View[]>;
  lines(view: View, options: { readonly details?: boolean | undefined }): readonly string[];
}

/** The links, with their names by index. */
export async function openSource(client: RouteClient): Promise<DumpSource> {
  const links = await client.link.list();
  const names = new Map(links.map(({ index, ifname }) => [index, ifname]));
  return { client, links, nameOf: (index) => names.get(index) ?? `if${index}` };
}

const chosen = ({ links }: DumpSource, { index }: DumpFilter): readonly Link[] =>
  links.filter((link) => index === undefined || link.index === index);

/** Filters hang on a qdisc; those of clsact on the two places that it has. */
async function listFilters({ client }: DumpSource, index: number): Promise<readonly Filter[]> {
  const found: Filter[] = [];
  for (const { kind, handle } of await client.qdisc.list({ index })) {
    if (handle === 0) continue;
    const places = kind === "clsact" ? [TC_H_MIN_INGRESS, TC_H_MIN_EGRESS] : [0];
    for (const minor of places) found.push(...(await client.filter.list({ index, parent: (handle | minor) >>> 0 })));
  }
  return found;
}

const one =
  (line: (view: View) => string): DumpKind["lines"] =>
  (view) => [line(view)];

/** By the word of `ip`, `bridge` or `tc`. */
export const dumpKinds = {
  link: {
    list: async (source, filter) => chosen(source, filter).map((link) => viewLink(link, source.nameOf)),
    lines: linkLines,
  },
  addr: {
    list: async (source, { family, index }) => {
      const addresses = await source.client.addr.list({ family, index });
      return viewAddresses({ links: chosen(source, { index }), addresses }, source.nameOf);
    },
    lines: linkWithAddressLines,
  },
  route: {
    list: async ({ client, nameOf }, { family, index, table }) =>
      (await client.route.list({ family, oif: index, table })).map((route) => viewRoute(route, nameOf)),
    lines: routeLines,
  },
  neigh: {
    list: async ({ client, nameOf }, { family, index }) =>
      (await client.neigh.list({ family, index })).map((neigh) => viewNeigh(neigh, nameOf)),
    lines: one(neighLine),
  },
  fdb: {
    list: async ({ client, nameOf }, { index }) =>
      (await client.fdb.list({ index })).map((entry) => viewFdbEntry(entry, nameOf)),
    lines: one(fdbLine),
  },
  rule: {
    list: async ({ client }, { family }) => {
      // Those of multicast routing, which no family means too, are nobody's question.
      const families = family === undefined ? [AF_INET, AF_INET6] : [family];
      const rules = [];
      for (const each of families) rules.push(...(await client.rule.list({ family: each })));
      return rules.map(viewRule);
    },
    lines: one(ruleLine),
  },
  qdisc: {
    list: async ({ client, nameOf }, { index }) =>
      (await client.qdisc.list({ index })).map((qdisc) => viewQdisc(qdisc, nameOf)),
    lines: one(qdiscLine),
  },
  class: {
    list: async (source, filter) => {
      const classes = chosen(source, filter).map(({ index }) => source.client.class.list({ index }));
      return (await Promise.all(classes)).flat().map((each) => viewClass(each, source.nameOf));
    },
    lines: one(classLine),
  },
  filter: {
    list: async (source, filter) => {
      const filters = chosen(source, filter).map(({ index }) => listFilters(source, index));
      return (await Promise.all(filters)).flat().map((each) => viewFilter(each, source.nameOf));
    },
    lines: one(filterLine),
  },
} as const satisfies Readonly<Record<string, DumpKind>>;

export type DumpKindName = keyof typeof dumpKinds;
