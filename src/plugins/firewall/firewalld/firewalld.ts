import { DbusError, type MethodCall, type SystemBus } from "./system-bus.ts";

/** firewalld's D-Bus interface (firewalld.dbus(5)). */
const NAME = "org.fedoraproject.FirewallD1";
const PATH = "/org/fedoraproject/FirewallD1";
const ZONE_INTERFACE = "org.fedoraproject.FirewallD1.zone";

/** What firewalld says of a source that the zone has already. */
const ALREADY_SET = "ZONE_ALREADY_SET";

/** Whether firewalld runs: whether its name on the bus has an owner. */
export async function isRunning(bus: SystemBus): Promise<boolean> {
  const [owned] = await bus.call({
    destination: "org.freedesktop.DBus",
    path: "/org/freedesktop/DBus",
    interface: "org.freedesktop.DBus",
    member: "NameHasOwner",
    signature: "s",
    body: [NAME],
  });
  return owned === true;
}

function zoneCall(member: string, { zone, source }: ZoneSource): MethodCall {
  const body = [zone, source];
  return { destination: NAME, path: PATH, interface: ZONE_INTERFACE, member, signature: "ss", body };
}

/** A source of a zone. */
export interface ZoneSource {
  /** `trusted` */
  readonly zone: string;
  /** `10.1.0.2/32` */
  readonly source: string;
}

/**
 * Puts the source into the zone.
 * @returns false where it was there
 * @throws {DbusError}
 */
export async function addSource(bus: SystemBus, source: ZoneSource): Promise<boolean> {
  try {
    await bus.call(zoneCall("addSource", source));
    return true;
  } catch (error) {
    if (error instanceof DbusError && error.message.includes(ALREADY_SET)) return false;
    throw error;
  }
}

/** @throws {DbusError} also where the zone does not have it */
export async function removeSource(bus: SystemBus, source: ZoneSource): Promise<void> {
  await bus.call(zoneCall("removeSource", source));
}

/** @throws {DbusError} */
export async function hasSource(bus: SystemBus, source: ZoneSource): Promise<boolean> {
  const [present] = await bus.call(zoneCall("querySource", source));
  return present === true;
}
