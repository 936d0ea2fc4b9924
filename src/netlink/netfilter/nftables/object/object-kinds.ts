import * as uapi from "../../../uapi/nf_tables.ts";
import type { Codec } from "../../../wire/codec.ts";
import { type Connlimit, connlimit } from "../expr/connlimit.ts";
import { type Counter, counter } from "../expr/counter.ts";
import { type Limit, limit } from "../expr/limit.ts";
import { type Quota, quota } from "../expr/quota.ts";
import { type Synproxy, synproxy } from "../expr/synproxy.ts";
import { type CtExpectData, ctExpectData } from "./kinds/ct-expect.ts";
import { type CtHelperData, ctHelperData } from "./kinds/ct-helper.ts";
import { type CtTimeoutData, ctTimeoutData } from "./kinds/ct-timeout.ts";
import { type SecmarkData, secmarkData } from "./kinds/secmark.ts";
import { type TunnelData, tunnelData } from "./kinds/tunnel.ts";

/** Data by type of object: NFT_OBJECT_* (NFTA_OBJ_DATA). */
export interface ObjectKinds {
  [uapi.NFT_OBJECT_COUNTER]: Counter;
  [uapi.NFT_OBJECT_QUOTA]: Quota;
  [uapi.NFT_OBJECT_CT_HELPER]: CtHelperData;
  [uapi.NFT_OBJECT_LIMIT]: Limit;
  [uapi.NFT_OBJECT_CONNLIMIT]: Connlimit;
  [uapi.NFT_OBJECT_TUNNEL]: TunnelData;
  [uapi.NFT_OBJECT_CT_TIMEOUT]: CtTimeoutData;
  [uapi.NFT_OBJECT_SECMARK]: SecmarkData;
  [uapi.NFT_OBJECT_CT_EXPECT]: CtExpectData;
  [uapi.NFT_OBJECT_SYNPROXY]: Synproxy;
}

export const objectCodecs: { readonly [type: number]: Codec<unknown> | undefined } = {
  [uapi.NFT_OBJECT_COUNTER]: counter as Codec<unknown>,
  [uapi.NFT_OBJECT_QUOTA]: quota as Codec<unknown>,
  [uapi.NFT_OBJECT_CT_HELPER]: ctHelperData as Codec<unknown>,
  [uapi.NFT_OBJECT_LIMIT]: limit as Codec<unknown>,
  [uapi.NFT_OBJECT_CONNLIMIT]: connlimit as Codec<unknown>,
  [uapi.NFT_OBJECT_TUNNEL]: tunnelData as Codec<unknown>,
  [uapi.NFT_OBJECT_CT_TIMEOUT]: ctTimeoutData as Codec<unknown>,
  [uapi.NFT_OBJECT_SECMARK]: secmarkData as Codec<unknown>,
  [uapi.NFT_OBJECT_CT_EXPECT]: ctExpectData as Codec<unknown>,
  [uapi.NFT_OBJECT_SYNPROXY]: synproxy as Codec<unknown>,
};

/** `nft`'s words. */
const WORDS: { readonly [type: number]: string | undefined } = {
  [uapi.NFT_OBJECT_COUNTER]: "counter",
  [uapi.NFT_OBJECT_QUOTA]: "quota",
  [uapi.NFT_OBJECT_CT_HELPER]: "ct helper",
  [uapi.NFT_OBJECT_LIMIT]: "limit",
  [uapi.NFT_OBJECT_CONNLIMIT]: "connlimit",
  [uapi.NFT_OBJECT_TUNNEL]: "tunnel",
  [uapi.NFT_OBJECT_CT_TIMEOUT]: "ct timeout",
  [uapi.NFT_OBJECT_SECMARK]: "secmark",
  [uapi.NFT_OBJECT_CT_EXPECT]: "ct expectation",
  [uapi.NFT_OBJECT_SYNPROXY]: "synproxy",
};

/** `nft`'s word for NFT_OBJECT_*. */
export function formatObjectType(type: number): string {
  return WORDS[type] ?? `object ${type}`;
}
