import {
  formatAddrGenMode,
  formatLinkFlags,
  formatLinkMode,
  formatLinkType,
  formatOperstate,
} from "../../netlink/route/link/link-format.ts";
import type { Link } from "../../netlink/route/link/link-message.ts";
import { clause, type NameOf, snakeCase, type View, view, viewWords, words } from "./view.ts";

/** As `ip -j -d link`; what kinds have beside is in the words of the library, in snake case. */
export function viewLink(link: Link, nameOf: NameOf): View {
  const { linkinfo, link: beneath, linkNetnsid, operstate, linkmode, afSpec } = link;
  return view({
    ifindex: link.index,
    link: beneath === undefined || linkNetnsid !== undefined ? undefined : beneath === 0 ? null : nameOf(beneath),
    link_index: linkNetnsid === undefined ? undefined : beneath,
    ifname: link.ifname,
    flags: formatLinkFlags(link.flags),
    mtu: link.mtu,
    qdisc: link.qdisc,
    master: link.master === undefined ? undefined : nameOf(link.master),
    operstate: operstate === undefined ? undefined : formatOperstate(operstate),
    linkmode: linkmode === undefined ? undefined : formatLinkMode(linkmode),
    group: link.group === undefined ? undefined : link.group === 0 ? "default" : String(link.group),
    txqlen: link.txqlen || undefined,
    link_type: formatLinkType(link.type),
    address: link.address,
    broadcast: link.broadcast,
    link_netnsid: linkNetnsid,
    ifalias: link.ifalias,
    promiscuity: link.promiscuity,
    allmulti: link.allmulti,
    min_mtu: link.minMtu,
    max_mtu: link.maxMtu,
    linkinfo:
      linkinfo === undefined
        ? undefined
        : view({
            info_kind: linkinfo.kind,
            info_data: linkinfo.data === undefined ? undefined : snakeCase(linkinfo.data),
            info_slave_kind: linkinfo.slaveKind,
            info_slave_data: linkinfo.slaveData === undefined ? undefined : snakeCase(linkinfo.slaveData),
          }),
    inet6_addr_gen_mode:
      afSpec?.inet6?.addrGenMode === undefined ? undefined : formatAddrGenMode(afSpec.inet6.addrGenMode),
    num_tx_queues: link.numTxQueues,
    num_rx_queues: link.numRxQueues,
    gso_max_size: link.gsoMaxSize,
    gso_max_segs: link.gsoMaxSegs,
    tso_max_size: link.tsoMaxSize,
    tso_max_segs: link.tsoMaxSegs,
    gro_max_size: link.groMaxSize,
    altnames: link.propList?.altIfname,
  });
}

interface Linkinfo {
  readonly info_kind?: string;
  readonly info_data?: View;
  readonly info_slave_kind?: string;
  readonly info_slave_data?: View;
}

/** The lines of `ip link`, with `details` those of `ip -d link` as far as they tell of the kind. */
export function linkLines(link: View, { details = false }: { details?: boolean | undefined } = {}): string[] {
  const { ifindex, ifname, flags, link_index, altnames, linkinfo } = link;
  const at = link.link ?? (link_index === undefined ? undefined : `if${String(link_index)}`);
  const lines = [
    words(
      `${String(ifindex)}: ${String(ifname)}${at === undefined || at === null ? "" : `@${String(at)}`}:`,
      `<${(flags as string[]).join(",")}>`,
      clause("mtu", link.mtu),
      clause("qdisc", link.qdisc),
      clause("master", link.master),
      clause("state", link.operstate),
      clause("mode", link.linkmode),
      clause("group", link.group),
      clause("qlen", link.txqlen),
    ),
    `    ${words(
      `link/${String(link.link_type)}`,
      link.address,
      clause("brd", link.broadcast),
      clause("link-netnsid", link.link_netnsid),
      details ? words(clause("promiscuity", link.promiscuity), clause("allmulti", link.allmulti)) : "",
      details ? words(clause("minmtu", link.min_mtu), clause("maxmtu", link.max_mtu)) : "",
    )}`,
  ];
  const { info_kind, info_data = {}, info_slave_kind, info_slave_data = {} } = (linkinfo ?? {}) as unknown as Linkinfo;
  if (details && info_kind !== undefined) lines.push(`    ${words(info_kind, viewWords(info_data))}`);
  if (details && info_slave_kind !== undefined) {
    lines.push(`    ${words(`${info_slave_kind}_slave`, viewWords(info_slave_data))}`);
  }
  if (link.ifalias !== undefined) lines.push(`    alias ${String(link.ifalias)}`);
  return [...lines, ...((altnames ?? []) as string[]).map((name) => `    altname ${name}`)];
}
