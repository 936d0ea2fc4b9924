import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { AF_MPLS } from "../../../src/netlink/uapi/socket.ts";

const root = fileURLToPath(new URL("../../../../fixtures/wire/", import.meta.url));
const NLMSG_HDRLEN = 16;

/** What iproute2 asked, what the kernel answered, and what iproute2 printed of it (scripts/record-route-fixtures.ts). */
export interface Fixture {
  readonly name: string;
  readonly command: string;
  /** A whole message; sequence number and port id are zero. */
  readonly request: Uint8Array | undefined;
  readonly show: { request: Uint8Array; replies: Uint8Array[]; printed: Printed[] } | undefined;
}

/** JSON of iproute2. */
export type Printed = Readonly<Record<string, unknown>>;

interface FixtureFile {
  readonly name: string;
  readonly command?: string;
  readonly request?: string[];
  readonly show?: { command: string; request: string[]; replies: string[][]; printed: Printed[] };
}

export function readFixtures(folder: string): Fixture[] {
  const files = readdirSync(`${root}${folder}`).filter((name) => name.endsWith(".json"));
  return files.sort().map((name) => {
    const file = JSON.parse(readFileSync(`${root}${folder}/${name}`, "utf8")) as FixtureFile;
    return {
      name: file.name,
      command: file.command ?? file.show?.command ?? "",
      request: file.request && bytesOf(file.request),
      show: file.show && {
        request: bytesOf(file.show.request),
        replies: file.show.replies.map(bytesOf),
        printed: file.show.printed,
      },
    };
  });
}

/** Lines are hex, two spaces, and what it is. */
function bytesOf(lines: readonly string[]): Uint8Array {
  const hex = lines.map((line) => line.split("  ")[0]?.replaceAll(" ", "") ?? "").join("");
  return Uint8Array.from(Buffer.from(hex, "hex"));
}

/** A message taken apart so that two can be compared in words; padding, which iproute2 leaves dirty, is not part of it. */
export interface MessageParts {
  readonly nlmsghdr: string;
  readonly header: string;
  /** Type in hex, flags included, then the payload; sorted, since the kernel takes attributes in any order. */
  readonly attributes: string[];
}

export function partsOf(message: Uint8Array, headerSize: number): MessageParts {
  const start = NLMSG_HDRLEN + headerSize;
  const family = message[NLMSG_HDRLEN];
  return {
    nlmsghdr: hex(message.subarray(4, 8)),
    header: hex(message.subarray(NLMSG_HDRLEN, start)),
    attributes: attributesOf(message.subarray(start), family === AF_MPLS ? undefined : headerSize),
  };
}

const RTA_MULTIPATH = 9;
const RTNEXTHOP_SIZE = 8;

/** With the size of struct rtmsg given, next hops are taken apart as well, for the padding inside them. */
function attributesOf(bytes: Uint8Array, headerSize: number | undefined): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const attributes: string[] = [];
  for (let at = 0; at + 4 <= bytes.length; ) {
    const length = view.getUint16(at, true);
    const type = view.getUint16(at + 2, true);
    const payload = bytes.subarray(at + 4, at + length);
    const isHops = type === RTA_MULTIPATH && headerSize === 12 && length > 8;
    attributes.push(`${type.toString(16)}: ${isHops ? nexthopsOf(payload).join("; ") : hex(payload)}`);
    at += (length + 3) & ~3;
  }
  return attributes.sort();
}

function nexthopsOf(bytes: Uint8Array): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const hops: string[] = [];
  for (let at = 0; at + RTNEXTHOP_SIZE <= bytes.length; ) {
    const length = view.getUint16(at, true);
    const attributes = attributesOf(bytes.subarray(at + RTNEXTHOP_SIZE, at + length), undefined);
    hops.push(`${hex(bytes.subarray(at, at + RTNEXTHOP_SIZE))} ${attributes.join(" ")}`);
    at += (length + 3) & ~3;
  }
  return hops;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
