import t from "tap";
import { type NeighMessage, neighMessage } from "../../../../src/netlink/route/neigh/neigh-message.ts";
import * as uapi from "../../../../src/netlink/uapi/neighbour.ts";
import { AF_BRIDGE } from "../../../../src/netlink/uapi/socket.ts";
import { type Printed, readFixtures } from "../fixture.ts";

const given = (key: string, value: unknown): Printed => (value === undefined ? {} : { [key]: value });

const STATES: readonly [number, string][] = [
  [uapi.NUD_INCOMPLETE, "INCOMPLETE"],
  [uapi.NUD_REACHABLE, "REACHABLE"],
  [uapi.NUD_STALE, "STALE"],
  [uapi.NUD_NOARP, "NOARP"],
  [uapi.NUD_PERMANENT, "PERMANENT"],
];

function decode(message: Uint8Array): NeighMessage {
  return neighMessage.decode(new DataView(message.buffer, message.byteOffset, message.length), 16, message.length);
}

/** The members of `ip neighbour`'s JSON, but for the name of the link. */
function printNeigh({ dst, lladdr, state, flags, flagsExt = 0, protocol }: NeighMessage): Printed {
  const proxy = (flags & uapi.NTF_PROXY) !== 0;
  return {
    dst,
    ...given("lladdr", lladdr),
    ...((flags & uapi.NTF_ROUTER) === 0 ? {} : { router: null }),
    ...(proxy ? { proxy: null } : {}),
    ...((flags & uapi.NTF_EXT_LEARNED) === 0 ? {} : { extern_learn: null }),
    ...((flagsExt & uapi.NTF_EXT_MANAGED) === 0 ? {} : { managed: null }),
    ...(state === 0 ? {} : { state: STATES.filter(([bit]) => (state & bit) !== 0).map(([, name]) => name) }),
    ...given("protocol", protocol === 4 ? "static" : undefined),
  };
}

/** The members of `bridge fdb`'s JSON, but for the name of the link and of its bridge. */
function printFdb(entry: NeighMessage): Printed {
  const flags: string[] = [];
  if ((entry.flags & uapi.NTF_SELF) !== 0) flags.push("self");
  if ((entry.flags & uapi.NTF_STICKY) !== 0) flags.push("sticky");
  const states: Readonly<Record<number, string>> = { 128: "permanent", 192: "permanent", 64: "static" };
  return {
    mac: entry.lladdr,
    flags,
    state: states[entry.state] ?? "",
    ...given("vlan", entry.vlan),
    ...given("dst", entry.dst),
    ...given("port", entry.port),
    ...given("vni", entry.vni),
    ...given("src_vni", entry.srcVni),
    ...given("viaIf", entry.ifindex === undefined ? undefined : "v0"),
    ...given("nhid", entry.nhId),
  };
}

t.test("neighbours and forwarding entries say what iproute2 prints of them", async (t) => {
  for (const { name, show } of readFixtures("neigh")) {
    if (show === undefined) continue;
    if (typeof show.printed === "string") {
      t.equal(name, "get", "iproute2 prints no JSON for it");
      continue;
    }
    const objects = show.replies.map(decode);
    t.strictSame(
      objects.map((each) => (each.family === AF_BRIDGE ? printFdb(each) : printNeigh(each))),
      show.printed.map(({ ifname, dev, master, ...rest }) => rest),
      name,
    );
    t.strictSame(
      objects.map(({ master }) => master !== undefined),
      show.printed.map(({ master }) => master !== undefined),
      `${name}: the bridge`,
    );
  }
});
