import { decodeAck } from "../../../src/netlink/message/ack.ts";
import { type Frame, forEachFrame } from "../../../src/netlink/message/frame.ts";
import { NLMSG_HDRLEN } from "../../../src/netlink/message/header.ts";
import type { MessageCodec } from "../../../src/netlink/message/message-codec.ts";
import { addrMessage } from "../../../src/netlink/route/addr/addr-message.ts";
import { addressToMessage, decodeAddress } from "../../../src/netlink/route/addr/address.ts";
import { decodeFilter, filterToMessage } from "../../../src/netlink/route/filter/filter.ts";
import { filterMessage } from "../../../src/netlink/route/filter/filter-message.ts";
import { linkMessage } from "../../../src/netlink/route/link/link-message.ts";
import { neighMessage } from "../../../src/netlink/route/neigh/neigh-message.ts";
import { nsidMessage } from "../../../src/netlink/route/nsid/nsid-message.ts";
import { qdiscMessage } from "../../../src/netlink/route/qdisc/qdisc-message.ts";
import { decodeRoute } from "../../../src/netlink/route/route/decode-route.ts";
import { routeToMessage } from "../../../src/netlink/route/route/encode-route.ts";
import { routeMessage } from "../../../src/netlink/route/route/route-message.ts";
import { decodeRule, ruleToMessage } from "../../../src/netlink/route/rule/rule.ts";
import { ruleMessage } from "../../../src/netlink/route/rule/rule-message.ts";
import * as rtnetlink from "../../../src/netlink/uapi/rtnetlink.ts";
import type { Writer } from "../../../src/netlink/wire/writer.ts";

/** One reader of message bodies, and its writer. */
export interface Decoder {
  readonly name: string;
  /** Kinds of message, as in the names of their constants: `LINK` of RTM_NEWLINK, RTM_DELLINK, … */
  readonly kinds: readonly string[];
  decode(view: DataView, start: number, end: number): object;
  encode(writer: Writer, value: object): void;
  /** Whether encoding what was decoded and decoding that gives the same bytes again; objects for people lose some. */
  readonly exact: boolean;
  /** Path of an offset, as error messages have it. */
  locate?(view: DataView, start: number, end: number, offset: number): { readonly path: string[] };
}

function exact(codec: unknown, ...kinds: string[]): Decoder {
  const { name, decode, encode, locate } = codec as MessageCodec<object, object>;
  return { name, kinds, decode, encode, locate, exact: true };
}

/** Every decoder that the library has: a new family is one line here. */
export const decoders: readonly Decoder[] = [
  exact(linkMessage, "LINK", "LINKPROP"),
  exact(addrMessage, "ADDR"),
  exact(routeMessage, "ROUTE"),
  exact(neighMessage, "NEIGH"),
  exact(ruleMessage, "RULE"),
  exact(nsidMessage, "NSID"),
  exact(qdiscMessage, "QDISC"),
  exact(filterMessage, "TFILTER"),
  {
    name: "address",
    kinds: ["ADDR"],
    decode: decodeAddress,
    encode: (writer, value) =>
      addrMessage.encode(writer, addressToMessage(value as Parameters<typeof addressToMessage>[0])),
    exact: false,
  },
  {
    name: "route",
    kinds: ["ROUTE"],
    decode: decodeRoute,
    encode: (writer, value) =>
      routeMessage.encode(writer, routeToMessage(value as Parameters<typeof routeToMessage>[0], "whole")),
    exact: false,
  },
  {
    name: "rule",
    kinds: ["RULE"],
    decode: decodeRule,
    encode: (writer, value) =>
      ruleMessage.encode(writer, ruleToMessage(value as Parameters<typeof ruleToMessage>[0], "whole")),
    exact: false,
  },
  {
    name: "filter",
    kinds: ["TFILTER"],
    decode: decodeFilter,
    encode: (writer, value) =>
      filterMessage.encode(writer, filterToMessage(value as Parameters<typeof filterToMessage>[0])),
    exact: true,
  },
];

const kindByType = new Map<number, string>(
  Object.entries(rtnetlink).flatMap(([name, value]) => {
    const kind = /^RTM_(?:NEW|DEL|GET|SET)(\w+)$/.exec(name)?.[1];
    return kind === undefined ? [] : [[value as number, kind] as const];
  }),
);

/** The decoders of a message type. */
export function decodersOf(type: number): readonly Decoder[] {
  const kind = kindByType.get(type);
  return decoders.filter(({ kinds }) => kind !== undefined && kinds.includes(kind));
}

/** Acknowledgements have no writer: they are only read, as whole datagrams. */
export function decodeAcks(datagram: Uint8Array): object[] {
  const acks: object[] = [];
  forEachFrame(datagram, (frame: Frame) => void acks.push(decodeAck(frame)));
  return acks;
}

export const HEADER_SIZE: number = NLMSG_HDRLEN;
