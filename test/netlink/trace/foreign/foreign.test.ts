import t from "tap";
import { encodeDescription, formatMessage, toJson } from "../../../../src/netlink/describe/index.ts";
import { NETLINK_NETFILTER } from "../../../../src/netlink/uapi/netlink.ts";
import { toHex, viewOf } from "../../bytes.ts";
import { messagesOf, readForeignTraces, type TracedMessage } from "./foreign-traces.ts";
import { type Spelling, spellingOf } from "./spelling.ts";

/** Where attributes begin in the messages that are spelled in another way; all others are the same bytes. */
const ATTRIBUTES: readonly (readonly [RegExp, number])[] = [
  [/^(NFT_|NFNL_)/, 16 + 4],
  [/^RTM_(NEW|GET|SET)LINK$/, 16 + 16],
  [/^RTM_NEWTFILTER$/, 16 + 20],
];

function spell(name: string, bytes: Uint8Array, again: Uint8Array): ReadonlySet<Spelling> | undefined {
  if (toHex(bytes) === toHex(again)) return new Set();
  const start = ATTRIBUTES.find(([pattern]) => pattern.test(name))?.[1];
  // nlmsg_len differs where a NUL was added.
  const head = (of: Uint8Array): string => toHex(of.subarray(4, start));
  if (start === undefined || head(bytes) !== head(again)) return undefined;
  const place = (of: Uint8Array) => ({ view: viewOf(of, 0), start, end: of.length });
  const spelling = spellingOf(place(bytes), place(again));
  return spelling?.size === 0 ? undefined : spelling;
}

/** Names of attributes without a table, at any depth. */
function unknownIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return [];
  return Object.entries(value).flatMap(([key, member]) => (key.startsWith("#") ? [key] : unknownIn(member)));
}

/** iproute2 pads some dumps with zeros to the size of its own struct; the kernel stops at a length of 0. */
const isZeros = ({ message }: TracedMessage): boolean => message.bytes?.every((byte) => byte === 0) ?? false;

const traces = readForeignTraces();

t.test("what others say to the kernel is read without loss, and written to the same bytes", (t) => {
  const spelled = new Map<Spelling, Set<string>>();
  let messages = 0;
  for (const [name, trace] of traces) {
    t.equal(trace.damage, undefined, name);
    for (const each of messagesOf(trace)) {
      const { protocol, message, bytes, direction } = each;
      messages += 1;
      const again = encodeDescription(protocol, message);
      if (message.bytes !== undefined && isZeros(each)) {
        if (toHex(again) !== toHex(bytes)) t.fail(`${name}: padding`);
        continue;
      }
      const spelling = spell(message.name, bytes, again);
      if (spelling === undefined || message.problem !== undefined || message.body?.issues !== undefined) {
        t.fail(`${name}: ${formatMessage(message, { verbose: true })}\n${toHex(bytes)}\n${toHex(again)}`);
      }
      const unknown = unknownIn(message.body);
      if (unknown.length > 0) t.fail(`${name}: ${message.name} has ${unknown.join(" ")}`);
      if (message.body === undefined && message.outcome === undefined) t.fail(`${name}: ${message.name} was not read`);
      for (const way of spelling ?? []) {
        const program = direction === "received" ? "kernel" : protocol === NETLINK_NETFILTER ? "nftables" : name;
        spelled.set(way, (spelled.get(way) ?? new Set()).add(program.replace(/-.*/, "")));
      }
      JSON.stringify(toJson(message));
    }
  }
  t.ok(messages > 2500, `${messages} messages`);
  t.strictSame(Object.fromEntries([...spelled].map(([way, by]) => [way, [...by].sort()])), {
    "no NLA_F_NESTED": ["ip", "kernel", "reference", "tc"],
    "no NUL": ["ip", "reference", "tc"],
    "padding that is not zero": ["nftables"],
  });
  t.end();
});

t.test("a refusal names what the others' request said", (t) => {
  const outcomes = [...traces.values()].flatMap((trace) =>
    messagesOf(trace).flatMap(({ message: { outcome } }) =>
      outcome === undefined || outcome.errno === 0 ? [] : [outcome],
    ),
  );
  const texts = new Set(outcomes.map(({ request, text }) => `${request}: ${text}`));
  t.ok(texts.has("RTM_NEWLINK: EEXIST (file exists)"), [...texts].join("\n"));
  t.end();
});

t.test("rules are shown in the words of the program that made them", (t) => {
  const linesOf = (name: string): string =>
    messagesOf({ events: traces.get(name)?.events ?? [] })
      .filter(({ direction }) => direction === "sent")
      .map(({ message }) => formatMessage(message))
      .join("\n");
  t.match(
    linesOf("nft-ports"),
    'NFT_MSG_NEWRULE seq 1 REQUEST|CREATE|APPEND family=inet table="ports" chain="postrouting" expressions={ip saddr 10.1.0.0/24 masquerade}',
  );
  t.match(linesOf("nft-ports"), '{tcp dport 8081 counter packets 0 bytes 0 dnat ip to 10.1.0.2:80 comment "a port"}');
  t.match(linesOf("iptables-ports"), "{-p tcp -m tcp --dport 8080 -j DNAT --to-destination 10.1.0.2:80}");
  t.match(linesOf("tc-limits"), /RTM_NEWLINK .*linkinfo=\{kind="veth" data=\{peer=\{ifname="veth1"\}\}\}/);
  t.end();
});

t.test("a change of any byte of a value is no spelling", (t) => {
  const [each] = messagesOf({ events: traces.get("ip-bridge-network")?.events ?? [] }).filter(
    ({ message }) => message.name === "RTM_NEWLINK" && "linkinfo" in (message.body ?? {}),
  );
  const again = each === undefined ? new Uint8Array() : encodeDescription(each.protocol, each.message);
  t.ok(again.length > 32);
  for (let at = 4; at < again.length; at++) {
    const changed = again.map((byte, index) => (index === at ? byte ^ 0x21 : byte));
    const spelling = each === undefined ? new Set() : spell(each.message.name, each.bytes, changed);
    if (spelling !== undefined && !isPadding(at)) t.fail(`byte ${at}`);
  }
  t.end();
});

/** Of `ip link add cni0 type bridge`, as written: "cni0" and "bridge" with their NULs. */
function isPadding(at: number): boolean {
  return (at >= 41 && at < 44) || at >= 59;
}
