import { field, struct, structCodec } from "../../wire/struct.ts";

/** struct nla_bitfield32, linux/netlink.h: the bits, and which of them are meant. */
export const bitfield32 = structCodec(struct("nla_bitfield32", { value: field.u32, selector: field.u32 }));
