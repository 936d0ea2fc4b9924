// Lays messages of nf_tables out for people: a line for each attribute, bytes first, then what they are.

import * as nfTables from "../../src/netlink/uapi/nf_tables.ts";
import { NFNL_MSG_BATCH_BEGIN, NFNL_MSG_BATCH_END } from "../../src/netlink/uapi/nfnetlink.ts";

const NLMSG_HDRLEN = 16;
const NFGENMSG = 4;
const NLA_HDRLEN = 4;

/** By kind of message, as in the names of their types: the prefix of its attributes. */
const PREFIXES: Readonly<Record<string, string>> = {
  TABLE: "NFTA_TABLE_",
  CHAIN: "NFTA_CHAIN_",
  RULE: "NFTA_RULE_",
  SET: "NFTA_SET_",
  SETELEM: "NFTA_SET_ELEM_LIST_",
  OBJ: "NFTA_OBJ_",
  FLOWTABLE: "NFTA_FLOWTABLE_",
  GEN: "NFTA_GEN_",
  TRACE: "NFTA_TRACE_",
};

/** The prefix of what is inside an attribute. */
const INNER: Readonly<Record<string, string>> = {
  NFTA_CHAIN_HOOK: "NFTA_HOOK_",
  NFTA_CHAIN_COUNTERS: "NFTA_COUNTER_",
  NFTA_HOOK_DEVS: "NFTA_DEVICE_",
  NFTA_FLOWTABLE_HOOK: "NFTA_FLOWTABLE_HOOK_",
  NFTA_FLOWTABLE_HOOK_DEVS: "NFTA_DEVICE_",
  NFTA_RULE_EXPRESSIONS: "NFTA_LIST_",
  NFTA_RULE_COMPAT: "NFTA_RULE_COMPAT_",
  NFTA_SET_DESC: "NFTA_SET_DESC_",
  NFTA_SET_DESC_CONCAT: "NFTA_LIST_",
  NFTA_SET_EXPR: "NFTA_EXPR_",
  NFTA_SET_EXPRESSIONS: "NFTA_LIST_",
  NFTA_SET_ELEM_LIST_ELEMENTS: "NFTA_LIST_",
  NFTA_SET_ELEM_KEY: "NFTA_DATA_",
  NFTA_SET_ELEM_KEY_END: "NFTA_DATA_",
  NFTA_SET_ELEM_DATA: "NFTA_DATA_",
  NFTA_SET_ELEM_EXPR: "NFTA_EXPR_",
  NFTA_SET_ELEM_EXPRESSIONS: "NFTA_LIST_",
  NFTA_DATA_VERDICT: "NFTA_VERDICT_",
};

/** Members of lists, by the attribute that the list is. */
const MEMBERS: Readonly<Record<string, string>> = {
  NFTA_SET_DESC_CONCAT: "NFTA_SET_FIELD_",
  NFTA_SET_ELEM_LIST_ELEMENTS: "NFTA_SET_ELEM_",
};

/** Prefixes that begin like a shorter one. */
const LONGER = /^NFTA_(SET_(ELEM|DESC|FIELD)|SET_ELEM_LIST|RULE_COMPAT|FLOWTABLE_HOOK)_/;

/** Lines of `hex  name`; joining the hex gives the message back. */
export function annotateNftMessage(message: Uint8Array): string[] {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  const type = view.getUint16(4, true);
  const name = messageName(type);
  const prefix = PREFIXES[/^NFT_MSG_(?:NEW|GET|DEL|DESTROY)?([A-Z]+)/.exec(name)?.[1] ?? ""] ?? "NFNL_BATCH_";
  const start = NLMSG_HDRLEN + NFGENMSG;
  return [
    `${hex(message.subarray(0, NLMSG_HDRLEN))}  nlmsghdr ${name}`,
    `${hex(message.subarray(NLMSG_HDRLEN, start))}  nfgenmsg`,
    ...lines(message, { start, end: message.length, prefix, parent: "" }),
  ];
}

interface Level {
  readonly start: number;
  readonly end: number;
  readonly prefix: string;
  /** The attribute around it. */
  readonly parent: string;
}

function lines(message: Uint8Array, { start, end, prefix, parent }: Level): string[] {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  const out: string[] = [];
  for (let at = start; at + NLA_HDRLEN <= end; ) {
    const length = Math.max(view.getUint16(at, true), NLA_HDRLEN);
    const next = Math.min(at + ((length + 3) & ~3), end);
    const name = attributeName(prefix, view.getUint16(at + 2, true) & 0x3fff);
    const inner = name === "NFTA_LIST_ELEM" ? (MEMBERS[parent] ?? "NFTA_EXPR_") : INNER[name];
    if (inner === undefined) {
      out.push(`${hex(message.subarray(at, next))}  ${name}`);
    } else {
      out.push(`${hex(message.subarray(at, at + NLA_HDRLEN))}  ${name}:`);
      const level = { start: at + NLA_HDRLEN, end: at + length, prefix: inner, parent: name };
      out.push(...lines(message, level).map((line) => `  ${line}`));
    }
    at = next;
  }
  return out;
}

function messageName(type: number): string {
  if (type === NFNL_MSG_BATCH_BEGIN) return "NFNL_MSG_BATCH_BEGIN";
  if (type === NFNL_MSG_BATCH_END) return "NFNL_MSG_BATCH_END";
  const names = Object.entries(nfTables).filter(
    ([name, value]) => name.startsWith("NFT_MSG_") && value === (type & 0xff),
  );
  return names[0]?.[0] ?? `type ${type}`;
}

function attributeName(prefix: string, type: number): string {
  if (prefix === "NFNL_BATCH_") return "NFNL_BATCH_GENID";
  // libnftnl numbers the members of some lists, and the kernel does not look.
  if (prefix === "NFTA_LIST_") return "NFTA_LIST_ELEM";
  const found = Object.entries(nfTables).find(
    ([name, value]) =>
      name.startsWith(prefix) && value === type && (LONGER.exec(name)?.[0] ?? prefix).length <= prefix.length,
  );
  return found?.[0] ?? `type ${type}`;
}

/** Groups of four bytes. */
function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString("hex")
    .replace(/.{8}(?=.)/g, "$& ");
}
