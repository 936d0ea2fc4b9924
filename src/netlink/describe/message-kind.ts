import type { MessageCodec } from "../message/message-codec.ts";

/** What a message type stands for. */
export interface MessageKind {
  /** The kernel's name of the type: `RTM_NEWLINK`. */
  readonly name: string;
  /** Absent where no table says what such a message holds. */
  readonly codec?: AnyMessageCodec;
}

/** A codec of a message that is found by its type at run time. */
export type AnyMessageCodec = Pick<MessageCodec<object, object>, "name" | "decode" | "encode" | "locate">;

/** Kinds by nlmsg_type. */
export type MessageKinds = ReadonlyMap<number, MessageKind>;

/** Some constants, by their names. */
export type NamedTypes = Readonly<Record<string, number>>;

/** Kinds of one codec: `kindsOf(linkMessage, { RTM_NEWLINK, RTM_DELLINK })`. `typeOf` makes an nlmsg_type of a constant. */
export function kindsOf(
  codec: unknown,
  constants: NamedTypes,
  typeOf: (constant: number) => number = (constant) => constant,
): [number, MessageKind][] {
  const read = codec === undefined ? {} : { codec: codec as AnyMessageCodec };
  return Object.entries(constants).map(([name, constant]) => [typeOf(constant), { name, ...read }]);
}
