import { formatMacAddress } from "../../src/addr/mac-address.ts";
import { describer, encodeDescription, type MessageDescription } from "../../src/netlink/describe/index.ts";
import { datagram } from "../../src/netlink/testing/index.ts";
import type { Event } from "../../src/netlink/trace/gen/netlink_trace_pb.ts";
import { followSockets, type Trace } from "../../src/netlink/trace/index.ts";
import { NETLINK_ROUTE } from "../../src/netlink/uapi/netlink.ts";
import { CONFIGURED_MAC } from "./scenario.ts";

/** What is different every time, in the order in which it was met: the same values on every recording. */
export interface Roles {
  readonly ports: Map<number, number>;
  readonly devices: Map<bigint, bigint>;
  readonly inodes: Map<bigint, bigint>;
  /** Hardware addresses that the kernel drew, as text. */
  readonly macs: Map<string, string>;
}

export function makeRoles(): Roles {
  return { ports: new Map(), devices: new Map(), inodes: new Map(), macs: new Map() };
}

/** A trace without what belongs to the day and the machine it was recorded on. Replayed, it is the same run. */
export function normalise({ header, events }: Trace, roles: Roles): Trace {
  for (const mac of drawnMacs(events)) roles.macs.set(mac, mac);
  const { follow } = followSockets();
  const described = events.map((event) => normaliseMessages(event, follow(event), roles));
  const plain = described.map((event) => normaliseFiles(event, roles));
  const renamed = [...roles.macs].map(([from, to]) => ({ from, to }));
  return {
    header: { ...header, startedUnixNs: 0n },
    events: plain.map((event) => replaceMacs(event, renamed)),
    damage: undefined,
  };
}

function roleOf<T>(roles: Map<T, T>, value: T, make: (count: number) => T): T {
  const known = roles.get(value);
  if (known !== undefined) return known;
  const role = make(roles.size);
  roles.set(value, role);
  return role;
}

function normaliseMessages(event: Event, protocol: number | undefined, roles: Roles): Event {
  const inner = event.event;
  if (inner.case !== "received" || protocol === undefined || inner.value.bytes.length < HEADER_SIZE) return event;
  const messages = describer(protocol)(inner.value.bytes);
  const bytes = datagram(
    ...messages.map((message) => {
      if (protocol === NETLINK_ROUTE) findMacs(message, roles);
      const pid = message.pid === 0 ? 0 : roleOf(roles.ports, message.pid, (count) => 1001 + count);
      const body = message.body === undefined ? {} : { body: withoutMoment(message.body) as object };
      return encodeDescription(protocol, { ...message, pid, ...body });
    }),
  );
  return { ...event, event: { ...inner, value: { ...inner.value, bytes } } };
}

const HEADER_SIZE = 16;

/** Counters and times. */
const MOMENTARY = /^(stats|stats64|icmp6stats|xstats|tm|fdbNLearned|mcastNGroups)$/;
const TIMES = /^(cstamp|tstamp|reachableTime|\w+Timer|procPid)$/;

function withoutMoment(value: unknown, within = false): unknown {
  if (value instanceof Uint8Array) return within ? new Uint8Array(value.length) : value;
  if (typeof value === "number") return within ? 0 : value;
  if (typeof value === "bigint") return within ? 0n : value;
  if (Array.isArray(value)) return value.map((item) => withoutMoment(item, within));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      withoutMoment(member, within || MOMENTARY.test(name) || TIMES.test(name)),
    ]),
  );
}

/** Addresses that a plugin made of random bytes are the same every time already. */
function drawnMacs(events: readonly Event[]): readonly string[] {
  return events.flatMap(({ event }) => {
    if (event.case !== "random" || event.value.bytes.length !== 6) return [];
    const [first = 0, ...rest] = event.value.bytes;
    return [formatMacAddress(Uint8Array.of((first & 0xfe) | 2, ...rest))];
  });
}

function findMacs({ name, body }: MessageDescription, { macs }: Roles): void {
  const { address } = (body ?? {}) as { address?: unknown };
  if (name !== "RTM_NEWLINK" || typeof address !== "string" || address.length !== "00:00:00:00:00:00".length) return;
  // Drawn ones are of nobody's making (bit 2 of the first octet), as are those of configurations.
  const first = Number.parseInt(address.slice(0, 2), 16);
  if ((first & 2) === 0 || address === CONFIGURED_MAC || [...macs.values()].includes(address)) return;
  roleOf(macs, address, (count) => `02:00:00:00:01:${count.toString(16).padStart(2, "0")}`);
}

function normaliseFiles(event: Event, roles: Roles): Event {
  const inner = event.event;
  if (inner.case !== "file" || inner.value.stat === undefined) return event;
  const { stat } = inner.value;
  const device = roleOf(roles.devices, stat.device, (count) => BigInt(1 + count));
  const inode = roleOf(roles.inodes, stat.inode, (count) => BigInt(1 + count));
  return { ...event, event: { ...inner, value: { ...inner.value, stat: { ...stat, device, inode } } } };
}

type Renaming = { readonly from: string; readonly to: string };

/** In all bytes of an event: the six octets, as they are and in an IPv6 interface identifier, and as text. */
function replaceMacs(event: Event, renamed: readonly Renaming[]): Event {
  const { value } = event.event;
  if (value === undefined) return event;
  const members = Object.entries(value).map(([name, member]) => [
    name,
    member instanceof Uint8Array ? renamed.reduce(replaceMac, member) : member,
  ]);
  return { ...event, event: { case: event.event.case, value: Object.fromEntries(members) } as Event["event"] };
}

function replaceMac(bytes: Uint8Array, { from, to }: Renaming): Uint8Array {
  const forms = [octets, identifier, (text: string) => new TextEncoder().encode(text)];
  return forms.reduce((changed, form) => replaceBytes(changed, form(from), form(to)), bytes);
}

function octets(mac: string): Uint8Array {
  return Uint8Array.from(mac.split(":"), (octet) => Number.parseInt(octet, 16));
}

/** Modified EUI-64 (RFC 4291, appendix A). */
function identifier(mac: string): Uint8Array {
  const [first = 0, ...rest] = octets(mac);
  return Uint8Array.of(first ^ 2, ...rest.slice(0, 2), 0xff, 0xfe, ...rest.slice(2));
}

function replaceBytes(bytes: Uint8Array, from: Uint8Array, to: Uint8Array): Uint8Array {
  const changed = bytes.slice();
  for (let at = 0; at + from.length <= bytes.length; at++) {
    if (from.every((byte, index) => bytes[at + index] === byte)) changed.set(to, at);
  }
  return changed;
}
