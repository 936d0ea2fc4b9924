import {
  NLM_F_ACK,
  NLM_F_ACK_TLVS,
  NLM_F_APPEND,
  NLM_F_ATOMIC,
  NLM_F_BULK,
  NLM_F_CAPPED,
  NLM_F_CREATE,
  NLM_F_DUMP,
  NLM_F_DUMP_FILTERED,
  NLM_F_DUMP_INTR,
  NLM_F_ECHO,
  NLM_F_EXCL,
  NLM_F_MATCH,
  NLM_F_MULTI,
  NLM_F_NONREC,
  NLM_F_REPLACE,
  NLM_F_REQUEST,
  NLM_F_ROOT,
} from "../uapi/netlink.ts";

/** Flags by name. One of several bits stands before those that it is made of. */
type FlagNames = Readonly<Record<string, number>>;

const always: FlagNames = {
  NLM_F_REQUEST,
  NLM_F_MULTI,
  NLM_F_ACK,
  NLM_F_ECHO,
  NLM_F_DUMP_INTR,
  NLM_F_DUMP_FILTERED,
};

/** The upper bits mean something else in each kind of request: the first expression that fits the type's name decides. */
const byType: readonly (readonly [RegExp, FlagNames])[] = [
  [/^NLMSG_/, { NLM_F_CAPPED, NLM_F_ACK_TLVS }],
  [/_GET/, { NLM_F_DUMP, NLM_F_ROOT, NLM_F_MATCH, NLM_F_ATOMIC }],
  [/_(NEW|SET)/, { NLM_F_REPLACE, NLM_F_EXCL, NLM_F_CREATE, NLM_F_APPEND }],
  [/_DE(L|STROY)/, { NLM_F_NONREC, NLM_F_BULK }],
];

/** Words for nlmsg_flags: `NLM_F_REQUEST`, `NLM_F_DUMP`; bits without a name as one hexadecimal number. */
export function messageFlags(typeName: string, flags: number): string[] {
  const names: string[] = [];
  let rest = flags;
  for (const set of [always, byType.find(([pattern]) => pattern.test(typeName))?.[1] ?? {}]) {
    for (const [name, bits] of Object.entries(set)) {
      if ((rest & bits) !== bits) continue;
      names.push(name);
      rest &= ~bits;
    }
  }
  return rest === 0 ? names : [...names, `0x${rest.toString(16)}`];
}
