import { NFT_CMP_EQ, NFT_CMP_NEQ } from "../../../uapi/nf_tables.ts";
import type { Test } from "./iptables-rule.ts";

/** A test's value and whether it is inverted. */
export function openTest<T extends string | number>(test: Test<T>): { value: T; not: boolean } {
  return typeof test === "object" ? { value: test.not, not: true } : { value: test, not: false };
}

/** The test that NFT_CMP_EQ or NFT_CMP_NEQ makes; undefined for other comparisons. */
export function testOf<T>(op: number, value: T): Test<T> | undefined {
  if (op === NFT_CMP_NEQ) return { not: value };
  return op === NFT_CMP_EQ ? value : undefined;
}

export function cmpOp(not: boolean): number {
  return not ? NFT_CMP_NEQ : NFT_CMP_EQ;
}
