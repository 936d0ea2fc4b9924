/**
 * `cni-ts/netlink/describe`: any netlink datagram as named messages, whoever sent it.
 *
 *     for (const { name, body } of describeDatagram(NETLINK_ROUTE, bytes)) console.log(name, toJson(body));
 */

export { type Describe, describeDatagram, describer } from "./describer.ts";
export { encodeDescription } from "./encode-description.ts";
export { protocolName } from "./find-kind.ts";
export { type FormatOptions, formatMessage, formatObject } from "./format-message.ts";
export type { MessageDescription, OutcomeDescription } from "./message-description.ts";
export { hexText, type JsonValue, toJson } from "./to-json.ts";
