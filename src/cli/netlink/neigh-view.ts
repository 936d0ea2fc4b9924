import type { NeighMessage } from "../../netlink/route/neigh/neigh-message.ts";
import * as uapi from "../../netlink/uapi/neighbour.ts";
import { bitWords, protocolWord } from "./number-words.ts";
import { clause, type NameOf, type View, view, words } from "./view.ts";

const STATES = [
  [uapi.NUD_INCOMPLETE, "INCOMPLETE"],
  [uapi.NUD_REACHABLE, "REACHABLE"],
  [uapi.NUD_STALE, "STALE"],
  [uapi.NUD_DELAY, "DELAY"],
  [uapi.NUD_PROBE, "PROBE"],
  [uapi.NUD_FAILED, "FAILED"],
  [uapi.NUD_NOARP, "NOARP"],
  [uapi.NUD_PERMANENT, "PERMANENT"],
] as const;

const FLAGS = [
  [uapi.NTF_ROUTER, "router"],
  [uapi.NTF_PROXY, "proxy"],
  [uapi.NTF_EXT_LEARNED, "extern_learn"],
  [uapi.NTF_OFFLOADED, "offload"],
] as const;

/** As `ip -j neighbour`. */
export function viewNeigh(neigh: NeighMessage, nameOf: NameOf): View {
  const states = bitWords(neigh.state, STATES);
  return view({
    dst: neigh.dst,
    dev: nameOf(neigh.index),
    lladdr: neigh.lladdr,
    ...Object.fromEntries(bitWords(neigh.flags, FLAGS).map((word) => [word, null])),
    protocol: neigh.protocol === undefined || neigh.protocol === 0 ? undefined : protocolWord(neigh.protocol),
    state: states.length === 0 ? ["NONE"] : states,
  });
}

/** The line of `ip neighbour`. */
export function neighLine(neigh: View): string {
  const flags = FLAGS.map(([, word]) => word).filter((word) => word in neigh);
  return words(
    neigh.dst,
    clause("dev", neigh.dev),
    clause("lladdr", neigh.lladdr),
    ...flags,
    clause("proto", neigh.protocol),
    ...(neigh.state as string[]),
  );
}

const FDB_FLAGS = [
  [uapi.NTF_SELF, "self"],
  [uapi.NTF_ROUTER, "router"],
  [uapi.NTF_EXT_LEARNED, "extern_learn"],
  [uapi.NTF_OFFLOADED, "offload"],
  [uapi.NTF_MASTER, "master"],
  [uapi.NTF_STICKY, "sticky"],
] as const;

function fdbState(state: number): string {
  if ((state & uapi.NUD_PERMANENT) !== 0) return "permanent";
  if ((state & uapi.NUD_NOARP) !== 0) return "static";
  if ((state & uapi.NUD_STALE) !== 0) return "stale";
  return (state & uapi.NUD_REACHABLE) !== 0 ? "" : `state=0x${state.toString(16)}`;
}

/** As `bridge -j fdb`. */
export function viewFdbEntry(entry: NeighMessage, nameOf: NameOf): View {
  return view({
    mac: entry.lladdr,
    ifname: nameOf(entry.index),
    dst: entry.dst,
    vlan: entry.vlan,
    port: entry.port,
    vni: entry.vni,
    flags: bitWords(entry.flags, FDB_FLAGS),
    master: entry.master === undefined ? undefined : nameOf(entry.master),
    state: fdbState(entry.state),
  });
}

/** The line of `bridge fdb`. */
export function fdbLine(entry: View): string {
  return words(
    entry.mac,
    clause("dev", entry.ifname),
    clause("dst", entry.dst),
    clause("vlan", entry.vlan),
    clause("port", entry.port),
    clause("vni", entry.vni),
    ...(entry.flags as string[]).filter((word) => word !== "master" || entry.master === undefined),
    clause("master", entry.master),
    entry.state,
  );
}
