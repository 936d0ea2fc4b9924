import { XT_MULTI_PORTS, XT_MULTIPORT_DESTINATION, XT_MULTIPORT_SOURCE } from "../../../uapi/xt_multiport.ts";
import { HOST_LITTLE_ENDIAN } from "../../../wire/byte-order.ts";
import { WireError } from "../../../wire/codec.ts";
import { field, struct } from "../../../wire/struct.ts";
import { type Extension, xtInfo } from "../extension.ts";
import type { PortTest } from "../port-test.ts";

/** struct xt_multiport_v1, linux/netfilter/xt_multiport.h */
const xtMultiportV1 = struct("xt_multiport_v1", {
  flags: field.u8,
  count: field.u8,
  /** In host byte order. */
  ports: field.blob(2 * XT_MULTI_PORTS),
  /** 1 where a port is the first of a range that ends with the next one. */
  pflags: field.blob(XT_MULTI_PORTS),
  invert: field.u8,
});

export interface MultiportInfo {
  /** XT_MULTIPORT_*: which side's ports. */
  flags: number;
  /** At most 15 numbers; a range takes two. */
  ports: (number | Pick<PortTest, "start" | "end">)[];
  /** Matches all other ports. */
  not?: true;
}

function readList(ports: Uint8Array, pflags: Uint8Array, count: number): MultiportInfo["ports"] {
  const view = new DataView(ports.buffer, ports.byteOffset, ports.length);
  const portAt = (index: number): number => view.getUint16(2 * index, HOST_LITTLE_ENDIAN);
  const list: MultiportInfo["ports"] = [];
  for (let index = 0; index < Math.min(count, XT_MULTI_PORTS); index++) {
    const isRange = pflags[index] === 1 && index + 1 < XT_MULTI_PORTS;
    list.push(isRange ? { start: portAt(index), end: portAt(++index) } : portAt(index));
  }
  return list;
}

/** @throws {WireError} when the ports are more than 15 or none */
function writeList(list: MultiportInfo["ports"]): { count: number; ports: Uint8Array; pflags: Uint8Array } {
  const ports = new DataView(new ArrayBuffer(2 * XT_MULTI_PORTS));
  const pflags = new Uint8Array(XT_MULTI_PORTS);
  const numbers = list.flatMap((item) => (typeof item === "number" ? item : [item.start, item.end]));
  if (numbers.length > XT_MULTI_PORTS) {
    throw new WireError(`multiport holds ${XT_MULTI_PORTS} ports, of a range both ends; got ${numbers.length}`);
  }
  for (const [index, port] of numbers.entries()) {
    if (!Number.isInteger(port) || port < 0 || port > 0xffff) throw new WireError(`${port} is no port`);
    ports.setUint16(2 * index, port, HOST_LITTLE_ENDIAN);
  }
  let at = 0;
  for (const item of list) {
    if (typeof item !== "number") pflags[at++] = 1;
    at += 1;
  }
  return { count: numbers.length, ports: new Uint8Array(ports.buffer), pflags };
}

/** `-m multiport` */
export const multiport: Extension<MultiportInfo> = {
  name: "multiport",
  revision: 1,
  info: xtInfo(xtMultiportV1, {
    read({ flags, count, ports, pflags, invert }) {
      const info: MultiportInfo = { flags, ports: readList(ports, pflags, count) };
      if (invert !== 0) info.not = true;
      return info;
    },
    write: ({ flags, ports, not }) => ({ flags, ...writeList(ports), invert: not === true ? 1 : 0 }),
  }),
  format({ flags, ports, not }) {
    const option = flags === XT_MULTIPORT_SOURCE ? "sports" : flags === XT_MULTIPORT_DESTINATION ? "dports" : "ports";
    const list = ports.map((item) => (typeof item === "number" ? item : `${item.start}:${item.end}`)).join(",");
    return `${not === true ? "! " : ""}--${option} ${list}`;
  },
};
