import { IFNAMSIZ } from "../../../uapi/if.ts";
import { NFT_CMP_EQ } from "../../../uapi/nf_tables.ts";
import { WireError } from "../../../wire/codec.ts";
import { decodeText } from "../../../wire/text.ts";
import type { Expression } from "../../nftables/expr/expression.ts";
import type { Test } from "./iptables-rule.ts";
import { compare, loadMeta } from "./registers.ts";
import { cmpOp, openTest, testOf } from "./test.ts";

/** A name that no link has: iptables writes it for `! -i +`. */
const NO_LINK = "INVAL/D";

const encoder = new TextEncoder();

/** @param key NFT_META_IIFNAME or NFT_META_OIFNAME */
export function encodeInterface(test: Test<string>, key: number): Expression[] {
  const { value, not } = openTest(test);
  const wildcard = value.endsWith("+");
  const name = encoder.encode(wildcard ? value.slice(0, -1) : `${value}\0`);
  if (value === "" || name.length > IFNAMSIZ) {
    throw new WireError(`expected the name of a link, got ${JSON.stringify(value)}`);
  }
  if (name.length > 0) return [loadMeta(key), compare(cmpOp(not), name)];
  return not ? [loadMeta(key), compare(NFT_CMP_EQ, encoder.encode(`${NO_LINK}\0`))] : [];
}

/** The test of a name that was compared whole, with its NUL, or from its beginning. */
export function decodeInterface(op: number, value: Uint8Array): Test<string> | undefined {
  const name = decodeText(new DataView(value.buffer, value.byteOffset, value.length), 0, value.length);
  if (name === NO_LINK && op === NFT_CMP_EQ) return { not: "+" };
  return testOf(op, value.includes(0) ? name : `${name}+`);
}
