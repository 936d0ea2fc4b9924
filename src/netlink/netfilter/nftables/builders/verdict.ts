import { NF_ACCEPT, NF_DROP } from "../../../uapi/netfilter.ts";
import { NFT_GOTO, NFT_JUMP, NFT_REG_VERDICT, NFT_RETURN } from "../../../uapi/nf_tables.ts";
import type { Verdict } from "../nft-data.ts";
import type { Statement } from "./statement.ts";

function verdict(data: Verdict): Statement {
  return { expressions: [{ name: "immediate", data: { dreg: NFT_REG_VERDICT, data: { verdict: data } } }] };
}

export function accept(): Statement {
  return verdict({ code: NF_ACCEPT });
}

export function drop(): Statement {
  return verdict({ code: NF_DROP });
}

/** Back to the chain that jumped here. `return` is a word of the language. */
export function returnToCaller(): Statement {
  return verdict({ code: NFT_RETURN });
}

/** Through another chain, and then on here. */
export function jump(chain: string): Statement {
  return verdict({ code: NFT_JUMP, chain });
}

/** Through another chain, and then on where this one was called. */
export function goto(chain: string): Statement {
  return verdict({ code: NFT_GOTO, chain });
}
