import { type DescField, type DescMessage, fromBinary, ScalarType, toBinary } from "@bufbuild/protobuf";
import t from "tap";
import {
  type EventKind,
  type EventMembers,
  eventLayouts,
  type FieldKind,
  headerLayout,
  type MessageLayout,
} from "../../../src/netlink/trace/event-layout.ts";
import { EventSchema, HeaderSchema } from "../../../src/netlink/trace/gen/netlink_trace_pb.ts";
import { encodeEvent, encodeHeader } from "../../../src/netlink/trace/message-writer.ts";
import { hex, toHex } from "../bytes.ts";

const SCALARS: Partial<Record<ScalarType, FieldKind>> = {
  [ScalarType.UINT32]: "uint",
  [ScalarType.UINT64]: "uint",
  [ScalarType.INT32]: "uint",
  [ScalarType.SINT32]: "sint",
  [ScalarType.SINT64]: "sint",
  [ScalarType.DOUBLE]: "double",
  [ScalarType.BYTES]: "bytes",
  [ScalarType.STRING]: "text",
};

function kindOf(field: DescField): FieldKind | undefined {
  if (field.fieldKind === "message") return layoutOf(field.message);
  if (field.fieldKind === "map") return "map";
  if (field.fieldKind === "list") return field.scalar === ScalarType.STRING ? "texts" : undefined;
  const kind = field.scalar === undefined ? undefined : SCALARS[field.scalar];
  // LEGACY and IMPLICIT presence leave zero out; EXPLICIT does not.
  return kind === "uint" && field.proto.proto3Optional ? "uint?" : kind;
}

function layoutOf(message: DescMessage): MessageLayout {
  return Object.fromEntries(
    message.fields.map((field) => [field.localName, [field.number, kindOf(field) ?? "text"] as const]),
  );
}

t.test("the layouts are the schema", (t) => {
  t.strictSame(layoutOf(HeaderSchema), headerLayout);
  const [time, ...kinds] = EventSchema.fields;
  t.equal(time?.number, 1);
  t.strictSame(
    Object.fromEntries(
      kinds.map((field) => [
        field.localName,
        [field.number, field.fieldKind === "message" ? layoutOf(field.message) : undefined],
      ]),
    ),
    eventLayouts,
  );
  t.end();
});

t.test("headers are written as the library writes them", (t) => {
  const bytes = encodeHeader({
    program: "bridge",
    commandLine: ["/opt/cni/bin/bridge", ""],
    environment: { CNI_COMMAND: "ADD", CNI_ARGS: "" },
    machine: { system: "Linux", kernelRelease: "6.18" },
    startedUnixNs: 1_700_000_000_123_456_789n,
    notes: ["ä"],
  });
  const header = fromBinary(HeaderSchema, bytes);
  t.match(header, { program: "bridge", environment: { CNI_ARGS: "" }, startedUnixNs: 1_700_000_000_123_456_789n });
  t.equal(toHex(toBinary(HeaderSchema, header)), toHex(bytes));
  t.end();
});

const SAMPLES: { readonly [K in EventKind]: EventMembers<K> } = {
  socketOpened: { domain: 16, type: 524_291, protocol: 0, result: 7, namespace: "/run/netns/a" },
  socketBound: { descriptor: 7, result: -98 },
  optionSet: { descriptor: 7, level: 270, option: 11, value: 1, result: 0 },
  sent: { descriptor: 7, bytes: hex("0102"), result: 0 },
  received: { descriptor: 200, bytes: new Uint8Array(300), result: -105, protocol: 0, fullLength: 70_000 },
  polled: { descriptor: 7, events: 1, timeoutMs: -1, result: 1 },
  namespaceEntered: { path: "/proc/thread-self/ns/net", descriptor: 8, type: 0x40000000, result: 0 },
  namespaceMade: { flags: 0x40000000, result: -1 },
  fileLocked: { descriptor: 9, operation: 6, result: -11 },
  file: {
    operation: "open",
    descriptor: 0,
    flags: ["O_RDWR", "O_CREAT"],
    mode: 0,
    position: 2 ** 40,
    result: -2,
    names: ["a", ""],
    stat: { device: 2n ** 40n, inode: 2n ** 63n + 1n, mode: 0x8000 },
    fileSystem: { type: 0x6e736673, files: 0 },
    failedCall: "open",
  },
  clock: { nowMs: 12.5 },
  random: { bytes: hex("ff") },
  input: { bytes: new Uint8Array() },
  programExecuted: { path: "/x", input: hex("7b"), exitCode: 1, output: hex("7d"), errorOutput: hex("21") },
  outcome: { exitCode: 1, output: hex("7b7d") },
};

t.test("events are written as the library writes them", (t) => {
  for (const kind of Object.keys(SAMPLES) as EventKind[]) {
    const bytes = encodeEvent(123_456_789_012_345, kind, SAMPLES[kind]);
    const event = fromBinary(EventSchema, bytes);
    t.equal(event.event.case, kind);
    t.equal(event.timeNs, 123_456_789_012_345n);
    t.equal(toHex(toBinary(EventSchema, event)), toHex(bytes), kind);
  }
  const file = fromBinary(EventSchema, encodeEvent(0, "file", SAMPLES.file));
  t.match(file.event.value, { ...SAMPLES.file, descriptor: 0, mode: 0, position: 2n ** 40n, result: -2n });
  t.end();
});
