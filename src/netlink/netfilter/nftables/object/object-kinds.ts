import * as uapi from "../../../uapi/nf_tables.ts";
import type { Codec } from "../../../wire/codec.ts";
import { type ConnlimitData, connlimitData } from "./kinds/connlimit.ts";
import { type CounterData, counterData } from "./kinds/counter.ts";
import { type CtExpectData, ctExpectData } from "./kinds/ct-expect.ts";
import { type CtHelperData, ctHelperData } from "./kinds/ct-helper.ts";
import { type CtTimeoutData, ctTimeoutData } from "./kinds/ct-timeout.ts";
import { type LimitData, limitData } from "./kinds/limit.ts";
import { type QuotaData, quotaData } from "./kinds/quota.ts";
import { type SecmarkData, secmarkData } from "./kinds/secmark.ts";
import { type SynproxyData, synproxyData } from "./kinds/synproxy.ts";
import { type TunnelData, tunnelData } from "./kinds/tunnel.ts";

/** Data by type of object: NFT_OBJECT_* (NFTA_OBJ_DATA). */
export interface ObjectKinds {
  [uapi.NFT_OBJECT_COUNTER]: CounterData;
  [uapi.NFT_OBJECT_QUOTA]: QuotaData;
  [uapi.NFT_OBJECT_CT_HELPER]: CtHelperData;
  [uapi.NFT_OBJECT_LIMIT]: LimitData;
  [uapi.NFT_OBJECT_CONNLIMIT]: ConnlimitData;
  [uapi.NFT_OBJECT_TUNNEL]: TunnelData;
  [uapi.NFT_OBJECT_CT_TIMEOUT]: CtTimeoutData;
  [uapi.NFT_OBJECT_SECMARK]: SecmarkData;
  [uapi.NFT_OBJECT_CT_EXPECT]: CtExpectData;
  [uapi.NFT_OBJECT_SYNPROXY]: SynproxyData;
}

export const objectCodecs: { readonly [type: number]: Codec<unknown> | undefined } = {
  [uapi.NFT_OBJECT_COUNTER]: counterData as Codec<unknown>,
  [uapi.NFT_OBJECT_QUOTA]: quotaData as Codec<unknown>,
  [uapi.NFT_OBJECT_CT_HELPER]: ctHelperData as Codec<unknown>,
  [uapi.NFT_OBJECT_LIMIT]: limitData as Codec<unknown>,
  [uapi.NFT_OBJECT_CONNLIMIT]: connlimitData as Codec<unknown>,
  [uapi.NFT_OBJECT_TUNNEL]: tunnelData as Codec<unknown>,
  [uapi.NFT_OBJECT_CT_TIMEOUT]: ctTimeoutData as Codec<unknown>,
  [uapi.NFT_OBJECT_SECMARK]: secmarkData as Codec<unknown>,
  [uapi.NFT_OBJECT_CT_EXPECT]: ctExpectData as Codec<unknown>,
  [uapi.NFT_OBJECT_SYNPROXY]: synproxyData as Codec<unknown>,
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
