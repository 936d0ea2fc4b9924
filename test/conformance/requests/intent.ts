import type { TraceInit } from "../../../src/netlink/trace/index.ts";
import { decodeTrace, encodeTrace, type Trace } from "../../../src/netlink/trace/index.ts";
import { messagesOf, type TracedMessage } from "../../netlink/trace/foreign/foreign-traces.ts";

/** What asks for a change; reads, and the ends of a transaction, ask for none. */
const CHANGE = /^(RTM|NFT_MSG|IPCTNL_MSG_CT)_(NEW|SET|DEL|DESTROY)/;

/** How a request is sent, which changes nothing of what it asks for. */
const MANNERS = new Set(["NLM_F_REQUEST", "NLM_F_ACK", "NLM_F_ECHO"]);

/** Members whose value is the index of a link. */
const INDEX_KEYS = new Set(["index", "ifindex", "oif", "iif", "master", "link"]);

/** Numbers and names that the kernel or chance made: only that they are there counts. */
const MADE_UP = new Set(["netNsFd", "netNsPid", "handle", "position", "id", "setId", "chainId", "compat"]);

/**
 * The changes that a run asked for, a line each: `host RTM_NEWLINK CREATE|EXCL {"ifname":"cni0",…}`. Indexes are the names of
 * their links, names and addresses made at random have one word for all, and members that are zero are left out.
 */
export function changesOf(events: TraceInit["events"] | Trace["events"]): readonly string[] {
  const messages = messagesOf(decodeTrace(encodeTrace({ header: {}, events })));
  const names = linkNames(messages);
  return messages
    .filter(({ message, direction }) => direction === "sent" && CHANGE.test(message.name))
    .map(({ message, namespace }) => {
      const side = namespace === "" ? "host" : "container";
      const flags = message.flags.filter((flag) => !MANNERS.has(flag)).map((flag) => flag.replace("NLM_F_", ""));
      const body = simplify(message.body ?? {}, (index) => names.get(`${namespace} ${index}`) ?? "a link");
      return [side, message.name, ...(flags.length > 0 ? [flags.sort().join("|")] : []), JSON.stringify(body)].join(
        " ",
      );
    });
}

/** Names of links by namespace and index, as anybody told them. */
function linkNames(messages: readonly TracedMessage[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { namespace, message } of messages) {
    const { index, ifname } = (message.body ?? {}) as { index?: unknown; ifname?: unknown };
    if (message.name !== "RTM_NEWLINK" || typeof ifname !== "string" || index === 0) continue;
    names.set(`${namespace} ${String(index)}`, simplifyText(ifname));
  }
  return names;
}

type NameOf = (index: number) => string;

function simplify(value: unknown, nameOf: NameOf): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "string") return simplifyText(value);
  if (Array.isArray(value)) return value.map((item) => simplify(item, nameOf));
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined && member !== 0 && member !== 0n);
  return Object.fromEntries(
    members
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => {
        if (MADE_UP.has(key)) return [key, "…"];
        if (INDEX_KEYS.has(key) && typeof member === "number") return [key, nameOf(member)];
        return [key, simplify(member, nameOf)];
      }),
  );
}

/** Addresses that were chosen begin with 02:00. */
function simplifyText(text: string): string {
  if (/^(?!02:00)([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(text)) return "a MAC address";
  return text.replace(/^veth[0-9a-f]{8}$/, "veth…");
}

/** Lines that one list has more often than the other. */
export function surplus(of: readonly string[], over: readonly string[]): readonly string[] {
  const left = [...over];
  return of.filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
