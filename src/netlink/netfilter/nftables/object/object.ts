import { NLM_F_CREATE, NLM_F_EXCL } from "../../../uapi/netlink.ts";
import * as uapi from "../../../uapi/nf_tables.ts";
import { attr, attrSet } from "../../../wire/attr-table.ts";
import { variant } from "../../../wire/containers.ts";
import { be32, be64 } from "../../../wire/scalars.ts";
import { str } from "../../../wire/text.ts";
import { commentUserdata } from "../comment.ts";
import { formatFamily } from "../family.ts";
import { type NftCodec, type NftObject, nftCodec } from "../nft-message.ts";
import { type Operation, operation } from "../transaction/operation.ts";
import { formatObjectType, type ObjectKinds, objectCodecs } from "./object-kinds.ts";

/** Attributes of stateful objects (enum nft_object_attributes, linux/netfilter/nf_tables.h). */
export const objectAttrs = attrSet("NFTA_OBJ", {
  table: attr(uapi.NFTA_OBJ_TABLE, str(uapi.NFT_TABLE_MAXNAMELEN - 1)),
  name: attr(uapi.NFTA_OBJ_NAME, str(uapi.NFT_OBJ_MAXNAMELEN - 1)),
  /** NFT_OBJECT_* */
  type: attr(uapi.NFTA_OBJ_TYPE, be32),
  data: variant<ObjectKinds[keyof ObjectKinds] | Uint8Array>(uapi.NFTA_OBJ_DATA, {
    selector: "type",
    arms: objectCodecs,
    nested: true,
  }),
  /** How many rules and elements refer to it. */
  use: attr(uapi.NFTA_OBJ_USE, be32),
  handle: attr(uapi.NFTA_OBJ_HANDLE, be64),
  userdata: attr(uapi.NFTA_OBJ_USERDATA, commentUserdata),
});

/** A counter, quota, limit, … with a name, as the kernel reports it. */
export interface StatefulObject extends NftObject<typeof objectAttrs> {
  table: string;
  name: string;
  type: number;
}

/** The same to be added: the type says what the data is. */
export type StatefulObjectInput = StatefulObject &
  ({ [T in keyof ObjectKinds]: { type: T; data: ObjectKinds[T] } }[keyof ObjectKinds] | { data?: Uint8Array });

/** An object by its name: those of each type have names of their own. */
export interface ObjectRef {
  /** NFPROTO_* */
  readonly family: number;
  readonly table: string;
  readonly object: string;
  /** NFT_OBJECT_* */
  readonly type: number;
}

export const objectMessage: NftCodec<typeof objectAttrs> = nftCodec(objectAttrs);

/** Adds an object unless it is there. */
export function addObject(object: StatefulObjectInput): Operation {
  return objectOperation("add", uapi.NFT_MSG_NEWOBJ, object, NLM_F_CREATE);
}

/** Adds an object; EEXIST where it is there. */
export function createObject(object: StatefulObjectInput): Operation {
  return objectOperation("create", uapi.NFT_MSG_NEWOBJ, object, NLM_F_CREATE | NLM_F_EXCL);
}

/** Deletes an object; EBUSY while something refers to it. */
export function deleteObject({ family, table, object, type }: ObjectRef): Operation {
  return objectOperation("delete", uapi.NFT_MSG_DELOBJ, { family, table, name: object, type });
}

/** Deletes an object if it is there. Linux 6.3 */
export function destroyObject({ family, table, object, type }: ObjectRef): Operation {
  return objectOperation("destroy", uapi.NFT_MSG_DESTROYOBJ, { family, table, name: object, type });
}

function objectOperation(verb: string, message: number, body: StatefulObject, flags = 0): Operation {
  const words = [verb, formatObjectType(body.type), formatFamily(body.family), body.table, body.name];
  return operation({ message, flags, codec: objectMessage, body, operation: words.join(" ") });
}
