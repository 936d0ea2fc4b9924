import type { Frame } from "../../message/frame.ts";
import { NLM_F_CREATE } from "../../uapi/netlink.ts";
import { IPCTNL_MSG_CT_DELETE, IPCTNL_MSG_CT_NEW } from "../../uapi/nfnetlink_conntrack.ts";
import { type Conntrack, ctType, decodeConntrack } from "./conntrack.ts";

/** What happened to a connection: it came, something of it changed, or it is forgotten. */
export interface ConntrackEvent {
  readonly kind: "new" | "update" | "destroy";
  /** Of an update, only what is needed to know it and what changed. */
  readonly conntrack: Conntrack;
}

/**
 * Reads a notification of the groups NFNLGRP_CONNTRACK_NEW, _UPDATE and _DESTROY, however it was received; undefined for
 * a message of another kind.
 *
 * @throws {WireError} when the fixed part is not whole.
 */
export function decodeConntrackEvent(frame: Frame): ConntrackEvent | undefined {
  const { type, flags, view, start, end } = frame;
  const isNew = type === ctType(IPCTNL_MSG_CT_NEW);
  if (!isNew && type !== ctType(IPCTNL_MSG_CT_DELETE)) return undefined;
  // ctnetlink_conntrack_event(), net/netfilter/nf_conntrack_netlink.c: new ones have NLM_F_CREATE | NLM_F_EXCL.
  const kind = isNew ? ((flags & NLM_F_CREATE) === 0 ? "update" : "new") : "destroy";
  return { kind, conntrack: decodeConntrack(view, start, end) };
}
