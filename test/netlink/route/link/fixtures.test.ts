import t, { type Test } from "tap";
import { decodeBridgeVlans } from "../../../../src/netlink/route/link/bridge-vlan.ts";
import { type Link, linkMessage } from "../../../../src/netlink/route/link/link-message.ts";
import { Writer } from "../../../../src/netlink/wire/writer.ts";
import { bridgeLinkJson, linkJson } from "./ip-json.ts";
import { comparable } from "./ip-json-comparable.ts";
import type { Json } from "./ip-json-values.ts";
import { normalise } from "./normalise.ts";
import { readLinkFixtures, type WireFixture } from "./wire-fixtures.ts";

const NLMSG_HDRLEN = 16;

function decode(message: Uint8Array): Link & { issues?: unknown } {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  return linkMessage.decode(view, NLMSG_HDRLEN, message.length);
}

function encode(link: Link): Uint8Array {
  const writer = new Writer();
  writer.reserve(NLMSG_HDRLEN);
  linkMessage.encode(writer, link);
  return writer.finish();
}

for (const fixture of readLinkFixtures()) {
  t.test(`${fixture.name}, recorded on ${fixture.kernel}`, async (t) => {
    for (const { command, message } of fixture.requests) {
      t.equal(normalise(encode(decode(message))), normalise(message), `encodes as: ${command}`);
      t.notOk(decode(message).issues, "everything in it is read");
    }
    for (const report of fixture.reports) {
      for (const message of report.messages) {
        const link = decode(message);
        t.notOk(link.issues, `${report.command}: everything in it is read`);
        t.strictSame(unknownAttributes(link), [], "every attribute has a name");
        if (!differsOnPurpose(link)) t.equal(normalise(encode(link)), normalise(message), "encodes as it came");
        t.strictSame(decode(encode(link)), link, "and decodes to the same again");
      }
      comparePrinted(t, report);
    }
  });
}

function comparePrinted(t: Test, report: WireFixture["reports"][number]): void {
  const links = report.messages.map(decode);
  if (report.command.startsWith("ip ")) {
    t.strictSame(
      links.map(linkJson),
      report.printed.map((each) => comparable(each)),
      report.command,
    );
  } else if (report.command.includes("vlan show")) {
    const vlans = links.map((link) => ({ ifname: link.ifname, vlans: vlanJson(link) }));
    t.strictSame(vlans, report.printed, report.command);
  } else {
    const wanted = report.printed.map((each) => comparable(each));
    const ports = links.filter(({ index }) => wanted.some(({ ifindex }) => ifindex === index));
    t.strictSame(ports.map(bridgeLinkJson), wanted, report.command);
  }
}

/** iproute2 prints an empty list of flags for ranges only. */
function vlanJson(link: Link): Json[] {
  return decodeBridgeVlans(link.bridgeAfSpec ?? {}).map(({ vid, vidEnd, pvid, untagged }) => {
    const flags = [...(pvid === true ? ["PVID"] : []), ...(untagged === true ? ["Egress Untagged"] : [])];
    return {
      vlan: vid,
      ...(vidEnd === undefined ? {} : { vlanEnd: vidEnd }),
      ...(vidEnd === undefined && flags.length === 0 ? {} : { flags }),
    };
  });
}

/** Reports that are no requests: an alias is sent without its NUL, "TTL inherit" as a flag where the kernel reports a u8. */
function differsOnPurpose(link: Link): boolean {
  const data = link.linkinfo?.data;
  return link.ifalias !== undefined || (data !== undefined && "ttlInherit" in data && data.ttlInherit === true);
}

function unknownAttributes(value: unknown, path = ""): string[] {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key.startsWith("#") ? [path + key] : unknownAttributes(inner, `${path}${key}.`),
  );
}
