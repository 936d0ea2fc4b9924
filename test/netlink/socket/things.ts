import { messageCodec } from "../../../src/netlink/message/message-codec.ts";
import type { Request } from "../../../src/netlink/socket/exchange.ts";
import { attr, attrSet } from "../../../src/netlink/wire/attr-table.ts";
import { nest } from "../../../src/netlink/wire/containers.ts";
import { u16 } from "../../../src/netlink/wire/scalars.ts";
import { field, struct } from "../../../src/netlink/wire/struct.ts";
import { bytes } from "../../../src/netlink/wire/text.ts";

export const NEW_THING = 0x100;
export const GET_THING = 0x102;

/** A message no family has, for tests of what is above and beneath them. */
export const thing = messageCodec(
  struct("thingmsg", { index: field.u32 }),
  attrSet("THING", { port: attr(1, u16), data: attr(2, bytes()), nest: attr(3, nest(attrSet("NEST", {}))) }),
);

export type Thing = Parameters<typeof thing.encode>[1];

export function add(body: Thing): Request {
  return { type: NEW_THING, codec: thing, body, operation: `add thing ${body.index}` };
}

export function get(body: Thing): Request {
  return { type: GET_THING, codec: thing, body, operation: `get thing ${body.index}` };
}

export const list: Request = { type: GET_THING, codec: thing, body: {}, operation: "list things" };
