import { field, struct } from "../wire/struct.ts";
import type { Writer } from "../wire/writer.ts";

/** struct nlmsghdr, linux/netlink.h */
export const nlmsghdr = struct("nlmsghdr", {
  len: field.u32,
  type: field.u16,
  flags: field.u16,
  seq: field.u32,
  pid: field.u32,
});

/** Type, flags and sequence number of a message to be written; the kernel ignores the port id. */
export interface MessageHeader {
  readonly type: number;
  readonly flags: number;
  readonly seq: number;
}

/** Writes a whole message, header and `body`, padded so that another may follow. */
export function encodeMessage(writer: Writer, header: MessageHeader, body: (writer: Writer) => void): void {
  const start = writer.length;
  nlmsghdr.write(writer, header);
  body(writer);
  writer.patchU32(start, writer.length - start);
  writer.align();
}
