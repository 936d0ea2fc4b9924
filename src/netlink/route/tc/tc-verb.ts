import { NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from "../../uapi/netlink.ts";

/** What `tc` does to a qdisc, class, filter or action. */
export type TcVerb = "add" | "replace" | "change" | "delete";

/** The flags of its request. */
export const tcVerbFlags: Readonly<Record<TcVerb, number>> = {
  add: NLM_F_CREATE | NLM_F_EXCL,
  replace: NLM_F_CREATE | NLM_F_REPLACE,
  change: 0,
  delete: 0,
};
