import { lladdr } from "../../../wire/addresses.ts";
import { type Codec, expectSize, WireError } from "../../../wire/codec.ts";

/** struct ifla_bridge_id (linux/if_link.h): priority and address, which is how bridges elect their root. */
export interface BridgeId {
  prio: number;
  addr: string;
}

const SIZE = 8;
const ADDRESS_TEXT_LENGTH = "aa:bb:cc:dd:ee:ff".length;

export const bridgeId: Codec<BridgeId> = {
  typeName: "struct ifla_bridge_id",
  decode(view, start, end, context) {
    expectSize(start, end, SIZE);
    return { prio: view.getUint16(start, false), addr: lladdr.decode(view, start + 2, end, context) };
  },
  encode(writer, { prio, addr }) {
    if (addr.length !== ADDRESS_TEXT_LENGTH) throw new WireError(`expected 6 bytes, got ${addr}`, [...writer.path]);
    writer.u16(prio, false);
    lladdr.encode(writer, addr);
  },
};

/** As iproute2 writes it: `8000.1a:2b:3c:4d:5e:6f`. */
export function formatBridgeId({ prio, addr }: BridgeId): string {
  const pairs = addr.split(":").map((pair) => Number.parseInt(pair, 16).toString(16));
  return `${prio.toString(16).padStart(4, "0")}.${pairs.join(":")}`;
}
