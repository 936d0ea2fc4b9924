import {
  type Issues,
  type MessageCodec,
  type MessageInput,
  type MessageObject,
  messageCodec,
} from "../../message/message-codec.ts";
import type { AttrSet } from "../../wire/attr-table.ts";
import type { Codec } from "../../wire/codec.ts";
import { nest } from "../../wire/containers.ts";
import type { LinkAfSpecInput } from "./af-spec.ts";
import { ifinfomsg } from "./ifinfomsg.ts";
import { type VethData, vethAttrs } from "./kinds/veth.ts";
import { type LinkRows, linkAttrsOf } from "./link-attrs.ts";
import type { LinkInfo, LinkInfoInput } from "./link-info.ts";
import { type LinkKinds, type PortKinds, registerLinkKind } from "./link-kinds.ts";

/** A link as the kernel reports it. */
export interface Link extends MessageObject<typeof ifinfomsg, LinkRows>, Issues {}

/** A link to be created or changed: what is left out is not sent. */
export interface LinkInput extends Omit<MessageInput<typeof ifinfomsg, LinkRows>, "linkinfo" | "afSpec"> {
  /** Kind and what goes with it. */
  linkinfo?: LinkInfoInput;
  /** What the address families keep of it. */
  afSpec?: LinkAfSpecInput;
}

/** How links are read and written; extracts of it serve those who need little of a link. */
export type LinkCodec = MessageCodec<Link, LinkInput | Link>;

export const linkMessage: LinkCodec = messageCodec(
  ifinfomsg,
  ({ family }) => linkAttrsOf(family) as unknown as AttrSet<LinkRows & Record<string, never>>,
) as unknown as LinkCodec;

registerLinkKind("veth", nest(vethAttrs(linkMessage)) as Codec<VethData>);

/** A link of a known kind. */
export interface LinkOfKind<K extends keyof LinkKinds> extends Omit<Link, "linkinfo"> {
  linkinfo: LinkInfoOfKind<K>;
}

export interface LinkInfoOfKind<K extends keyof LinkKinds> extends Omit<LinkInfo, "kind" | "data"> {
  kind: K;
  /** Absent where the kernel reports none, as of veth, or none that could be read. */
  data?: LinkKinds[K];
}

/** A port of a master of a known kind. */
export interface PortOfKind<K extends keyof PortKinds> extends Omit<Link, "linkinfo"> {
  linkinfo: LinkInfoOfPort<K>;
}

export interface LinkInfoOfPort<K extends keyof PortKinds> extends Omit<LinkInfo, "slaveKind" | "slaveData"> {
  slaveKind: K;
  slaveData?: PortKinds[K];
}

/** Whether a link is of this kind; its `linkinfo.data` then has the type of the kind. */
export function hasKind<K extends keyof LinkKinds>(link: Link, kind: K): link is LinkOfKind<K> {
  return link.linkinfo?.kind === kind;
}

/** Whether a link is a port of a bridge, vrf, …; its `linkinfo.slaveData` then has the type of such ports. */
export function hasPortKind<K extends keyof PortKinds>(link: Link, kind: K): link is PortOfKind<K> {
  return link.linkinfo?.slaveKind === kind;
}
