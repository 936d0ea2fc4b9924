import t from "tap";
import { Writer } from "../../../../src/netlink/wire/writer.ts";
import { toHex, viewOf } from "../../bytes.ts";
import { type FixtureMessage, kinds, readNftFixtures } from "./fixture.ts";

const NLMSG_HDRLEN = 16;
const messages = readNftFixtures();
const decode = ({ bytes, kind: [, codec] }: FixtureMessage): Record<string, unknown> =>
  codec.decode(viewOf(bytes), NLMSG_HDRLEN, bytes.length) as Record<string, unknown>;

function encode(message: FixtureMessage): Uint8Array {
  const writer = new Writer();
  message.kind[1].encode(writer, decode(message));
  return writer.finish();
}

/** Messages that do not come back byte for byte, each with the reason. */
const lossy: Readonly<Record<string, string>> = {
  "element-get NFT_MSG_GETSETELEM": "`nft` leaves its padding dirty",
  "object-reset NFT_MSG_GETOBJ_RESET": "`nft` leaves its padding dirty",
  "object-ct-helper NFT_MSG_NEWOBJ": "`nft` leaves out the NUL behind the helper's name",
};

t.test("a decoded message is encoded as it was", async (t) => {
  t.ok(messages.length > 300, `${messages.length} messages`);
  for (const message of messages) {
    const body = message.bytes.slice(NLMSG_HDRLEN);
    const again = encode(message);
    if (lossy[`${message.fixture} ${message.name}`] !== undefined) {
      const twice = { ...message, bytes: Uint8Array.from([...message.bytes.subarray(0, NLMSG_HDRLEN), ...again]) };
      t.strictSame(decode(twice), decode(message), `${message.fixture}: ${message.name}`);
      continue;
    }
    // The kernel leaves out NLA_F_NESTED, which is the upper bit of a type that is 0 otherwise.
    if (message.from === "kernel") {
      for (const [at, byte] of again.entries()) if (byte === 0x80 && body[at] === 0) again[at] = 0;
    }
    // libnftnl numbers the members of lists of elements.
    if (message.name.endsWith("SETELEM") && message.from === "nft") again.set(numbersOf(body, again));
    t.equal(toHex(again), toHex(body), `${message.fixture}: ${message.name}`);
  }
});

/** `ours` with the types of the list members of `theirs`: members from 2 on are only numbered otherwise. */
function numbersOf(theirs: Uint8Array, ours: Uint8Array): Uint8Array {
  const same = ours.slice();
  for (const [at, byte] of ours.entries()) {
    const there = theirs[at] ?? 0;
    const isType = at % 4 === 2 && ours[at + 1] === 0x80 && theirs[at + 1] === 0x80;
    if (isType && byte === 1 && there > 1) same[at] = there;
  }
  return same;
}

t.test("nothing in the messages is unknown or broken", async (t) => {
  for (const message of messages) {
    t.strictSame(strangersIn(decode(message)), [], `${message.fixture}: ${message.name}`);
  }
});

function strangersIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    key.startsWith("#") || key === "issues" ? [key] : strangersIn(item),
  );
}

/** Attributes that neither `nft` nor the kernel had a reason to send, each with it. */
const uncovered: Readonly<Record<string, readonly string[]>> = {
  // Only for rules of iptables; for chains and rules of the same transaction, which `nft` names.
  RULE: ["chainId", "compat", "id", "positionId"],
  CHAIN: ["counters", "id"],
  // NFT_TABLE_F_OWNER belongs to programs that stay.
  TABLE: ["owner"],
  // This kernel has no flowtables: nothing is reported of them.
  FLOWTABLE: ["handle", "use"],
  BATCH: ["genid"],
};

t.test("every attribute has a fixture", async (t) => {
  for (const kind of kinds) {
    const [name, , attrs] = kind;
    const seen = new Set(messages.filter((each) => each.kind === kind).flatMap((each) => Object.keys(decode(each))));
    const missing = Object.keys(attrs.rows).filter((key) => !seen.has(key));
    t.strictSame(missing.sort(), [...(uncovered[name] ?? [])].sort(), name);
  }
});
