import {
  NFT_META_IIFNAME,
  NFT_META_L4PROTO,
  NFT_META_MARK,
  NFT_META_OIFNAME,
  NFT_REG_1,
} from "../../../uapi/nf_tables.ts";
import { condition } from "./payload.ts";
import { compare, loadMeta, type Statement } from "./statement.ts";
import { hostU32Value, ifnameValue } from "./values.ts";

function metaCondition<T>(key: number, toValue: (value: T) => Uint8Array) {
  return condition<T>((value, op) => ({ expressions: [loadMeta(key), compare(toValue(value), op)] }));
}

/** What the kernel knows of a packet beside its bytes. */
export const meta = {
  /** The name of the link it came by. */
  iifname: metaCondition(NFT_META_IIFNAME, ifnameValue),
  /** The name of the link it leaves by. */
  oifname: metaCondition(NFT_META_OIFNAME, ifnameValue),
  /** IPPROTO_* */
  l4proto: metaCondition(NFT_META_L4PROTO, (value: number) => new Uint8Array([value])),
  mark: metaCondition(NFT_META_MARK, hostU32Value),
} as const;

/** `meta mark set …` */
export function setMark(mark: number): Statement {
  return {
    expressions: [
      { name: "immediate", data: { dreg: NFT_REG_1, data: { value: hostU32Value(mark) } } },
      { name: "meta", data: { key: NFT_META_MARK, sreg: NFT_REG_1 } },
    ],
  };
}
