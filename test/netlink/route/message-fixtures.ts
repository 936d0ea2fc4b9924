import type { Test } from "tap";
import type { MessageCodec } from "../../../src/netlink/message/message-codec.ts";
import type { RouteClient } from "../../../src/netlink/route/route-client.ts";
import { NLA_F_NESTED } from "../../../src/netlink/uapi/netlink.ts";
import type { AttrSet } from "../../../src/netlink/wire/attr-table.ts";
import { WireError } from "../../../src/netlink/wire/codec.ts";
import { Writer } from "../../../src/netlink/wire/writer.ts";
import { captureRequest } from "./capture-request.ts";
import { type Fixture, partsOf, readFixtures } from "./fixture.ts";

const NLMSG_HDRLEN = 16;

/** What is the same for every family that has fixtures. */
export interface Family {
  /** Of fixtures/wire. */
  readonly folder: string;
  readonly headerSize: number;
  readonly codec: MessageCodec<object, object>;
  /** The reader of the objects that clients return, where that is another than the codec. */
  readonly decode?: (view: DataView, start: number, end: number) => object;
  readonly attrs: AttrSet;
  /** Attributes that no fixture has, each with the reason. */
  readonly uncovered: Readonly<Record<string, string>>;
  /** Fixtures that do not come back byte for byte, each with the reason. */
  readonly lossy?: Readonly<Record<string, string>>;
  /** Nests that iproute2 marks with NLA_F_NESTED and the kernel does not: both mean the same. */
  readonly looseNests?: true;
  /** By fixture: the same intent as its command's. */
  readonly intents: Readonly<Record<string, (client: RouteClient) => Promise<unknown>>>;
  /** By fixture: in what our request differs from that of iproute2 (`-` theirs, `+` ours). */
  readonly differences?: Readonly<Record<string, readonly string[]>>;
}

/** The tests of a family, all but that of the decoded objects. */
export function testFixtures(t: Test, family: Family): void {
  const fixtures = readFixtures(family.folder);
  void t.test("a decoded message is encoded as it was", async (t) => {
    for (const fixture of fixtures) {
      if (family.lossy?.[fixture.name] !== undefined) continue;
      for (const message of messagesOf(fixture)) {
        const again = roundTrip(message, family);
        const expected = family.looseNests ? withMarksOf(again, message) : message;
        t.strictSame(partsOf(again, family.headerSize), partsOf(expected, family.headerSize), fixture.name);
      }
    }
  });
  void t.test("nothing in the messages is unknown or broken", async (t) => {
    for (const fixture of fixtures) {
      for (const message of messagesOf(fixture)) {
        const strange = Object.keys(decode(message, family)).filter((key) => key.startsWith("#") || key === "issues");
        t.strictSame(strange, [], fixture.name);
      }
    }
  });
  void t.test("our request is that of iproute2", async (t) => {
    for (const fixture of fixtures) {
      const intent = family.intents[fixture.name];
      const theirs = fixture.request ?? fixture.show?.request;
      if (intent === undefined || theirs === undefined) {
        t.fail(`${fixture.name} has no intent: ${fixture.command}`);
        continue;
      }
      const ours = partsOf(await captureRequest(intent), family.headerSize);
      const differences = differencesOf(partsOf(theirs, family.headerSize), ours);
      t.strictSame(differences, family.differences?.[fixture.name] ?? [], `${fixture.name}: ${fixture.command}`);
    }
    const names = new Set(fixtures.map(({ name }) => name));
    t.strictSame(
      Object.keys(family.intents).filter((name) => !names.has(name)),
      [],
      "every intent has its fixture",
    );
  });
  void t.test("truncated and altered messages do no harm", async (t) => {
    const unexpected: string[] = [];
    const attempt = (message: Uint8Array, what: string): void => {
      const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
      for (const read of [family.codec.decode, family.decode ?? family.codec.decode]) {
        try {
          read(view, NLMSG_HDRLEN, message.length);
        } catch (error) {
          if (!(error instanceof WireError)) unexpected.push(`${what}: ${error}`);
        }
      }
    };
    for (const fixture of fixtures) {
      for (const message of messagesOf(fixture).slice(0, 4)) {
        for (let at = NLMSG_HDRLEN; at < message.length; at++) {
          attempt(message.slice(0, at), `${fixture.name} cut at ${at}`);
          for (const byte of [0, 0xff, 1 ^ (message[at] ?? 0)]) {
            const altered = message.slice();
            altered[at] = byte;
            attempt(altered, `${fixture.name} with ${byte} at ${at}`);
          }
        }
      }
    }
    t.strictSame(unexpected, []);
  });
  void t.test("every attribute has a fixture", async (t) => {
    const seen = new Set(fixtures.flatMap(messagesOf).flatMap((message) => Object.keys(decode(message, family))));
    const missing = Object.keys(family.attrs.rows).filter((key) => !seen.has(key));
    t.strictSame(missing.sort(), Object.keys(family.uncovered).sort());
  });
}

/** The message with the NLA_F_NESTED bits of another of the same length. */
function withMarksOf(other: Uint8Array, message: Uint8Array): Uint8Array {
  const mark = NLA_F_NESTED >> 8;
  return message.map((byte, at) => (at % 4 === 3 && (byte ^ (other[at] ?? 0)) === mark ? byte ^ mark : byte));
}

function messagesOf({ request, show }: Fixture): Uint8Array[] {
  return [...(request === undefined ? [] : [request]), ...(show === undefined ? [] : [show.request, ...show.replies])];
}

function decode(message: Uint8Array, { codec }: Family): object {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  return codec.decode(view, NLMSG_HDRLEN, message.length);
}

function roundTrip(message: Uint8Array, family: Family): Uint8Array {
  const writer = new Writer();
  writer.bytes(message.subarray(0, NLMSG_HDRLEN));
  family.codec.encode(writer, decode(message, family));
  return writer.finish();
}

function differencesOf(theirs: ReturnType<typeof partsOf>, ours: ReturnType<typeof partsOf>): string[] {
  const flat = ({ nlmsghdr, header, attributes }: typeof ours): string[] => [
    `nlmsghdr ${nlmsghdr}`,
    `header ${header}`,
    ...attributes,
  ];
  const [left, right] = [flat(theirs), flat(ours)];
  return [
    ...left.filter((part) => !right.includes(part)).map((part) => `- ${part}`),
    ...right.filter((part) => !left.includes(part)).map((part) => `+ ${part}`),
  ];
}
