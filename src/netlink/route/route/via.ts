import { AF_INET, AF_INET6 } from "../../uapi/socket.ts";
import { ip, lladdr } from "../../wire/addresses.ts";
import { type Codec, WireError } from "../../wire/codec.ts";
import { field, struct } from "../../wire/struct.ts";

/** A gateway of another family than the route's (RTA_VIA). */
export interface Via {
  /** AF_INET, AF_INET6, or AF_PACKET with a link-layer address (MPLS). */
  family: number;
  address: string;
}

/** struct rtvia, linux/rtnetlink.h, without the address that follows. */
const rtvia = struct("rtvia", { family: field.u16 });

export const via: Codec<Via> = {
  typeName: "struct rtvia",
  decode(view, start, end, context) {
    if (end - start < rtvia.size) throw new WireError(`struct rtvia needs ${rtvia.size} bytes, got ${end - start}`);
    const value = { family: 0, address: "" };
    rtvia.readInto(value, view, start);
    value.address = codecOf(value.family).decode(view, start + rtvia.size, end, context);
    return value;
  },
  encode(writer, value) {
    rtvia.write(writer, { family: value.family });
    codecOf(value.family).encode(writer, value.address);
  },
};

function codecOf(family: number): Codec<string> {
  return family === AF_INET || family === AF_INET6 ? ip : lladdr;
}
