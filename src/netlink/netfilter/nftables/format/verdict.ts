import { NF_ACCEPT, NF_DROP, NF_QUEUE } from "../../../uapi/netfilter.ts";
import * as uapi from "../../../uapi/nf_tables.ts";
import type { Verdict } from "../nft-data.ts";

const WORDS: { readonly [code: number]: string | undefined } = {
  [NF_DROP]: "drop",
  [NF_ACCEPT]: "accept",
  [NF_QUEUE]: "queue",
  [uapi.NFT_CONTINUE]: "continue",
  [uapi.NFT_BREAK]: "break",
  [uapi.NFT_RETURN]: "return",
  [uapi.NFT_JUMP]: "jump",
  [uapi.NFT_GOTO]: "goto",
};

/** `accept`, `jump input` */
export function formatVerdict({ code = 0, chain }: Verdict): string {
  const word = WORDS[code] ?? `verdict ${code}`;
  return chain === undefined ? word : `${word} ${chain}`;
}
