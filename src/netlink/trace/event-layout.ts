import type { Event, Header } from "./gen/netlink_trace_pb.ts";

/** How a field is written: `uint` and `sint` (zigzag) as varints; `?` also where it is zero, for fields that may be absent. */
export type FieldKind = "uint" | "uint?" | "sint" | "double" | "bytes" | "text" | "texts" | "map" | MessageLayout;

/** A message by the names of its members: number and kind of each. */
export interface MessageLayout {
  readonly [member: string]: readonly [number: number, kind: FieldKind];
}

export type EventKind = Exclude<Event["event"]["case"], undefined>;

/** Members of a message as plain values; what is left out is not written. */
export type Members<T> = {
  readonly [K in keyof T as K extends "$typeName" | "$unknown" ? never : K]?: Member<T[K]> | undefined;
};

type Member<T> = T extends bigint ? bigint | number : T extends { readonly $typeName: string } ? Members<T> : T;

export type EventMembers<K extends EventKind> = Members<Extract<Event["event"], { case: K }>["value"]>;
export type HeaderMembers = Members<Header>;

/**
 * netlink_trace.proto once more, for writing alone: loading the generated code and what it rests on takes as long as a plugin
 * runs. A test holds the two against each other.
 */
export const headerLayout: MessageLayout = {
  formatVersion: [1, "uint"],
  machine: [2, { system: [1, "text"], kernelRelease: [2, "text"], architecture: [3, "text"] }],
  program: [3, "text"],
  programVersion: [4, "text"],
  commandLine: [5, "texts"],
  environment: [6, "map"],
  startedUnixNs: [7, "uint"],
  notes: [8, "texts"],
};

const datagramLayout: MessageLayout = {
  descriptor: [1, "uint"],
  bytes: [2, "bytes"],
  result: [3, "sint"],
  protocol: [4, "uint?"],
  fullLength: [5, "uint?"],
};

const fileLayout: MessageLayout = {
  operation: [1, "text"],
  path: [2, "text"],
  descriptor: [3, "uint?"],
  destination: [4, "text"],
  flags: [5, "texts"],
  mode: [6, "uint?"],
  data: [7, "bytes"],
  length: [8, "uint?"],
  position: [9, "uint?"],
  result: [10, "sint"],
  target: [11, "text"],
  names: [12, "texts"],
  stat: [13, { device: [1, "uint"], inode: [2, "uint"], mode: [3, "uint"] }],
  fileSystem: [
    14,
    {
      type: [1, "uint"],
      blockSize: [2, "uint"],
      blocks: [3, "uint"],
      blocksFree: [4, "uint"],
      blocksAvailable: [5, "uint"],
      files: [6, "uint"],
      filesFree: [7, "uint"],
    },
  ],
  failedCall: [15, "text"],
};

/** Member `time_ns` of every event. */
export const TIME_FIELD = 1;

export const eventLayouts: Readonly<Record<EventKind, readonly [number: number, layout: MessageLayout]>> = {
  socketOpened: [
    2,
    { domain: [1, "uint"], type: [2, "uint"], protocol: [3, "uint"], result: [4, "sint"], namespace: [5, "text"] },
  ],
  socketBound: [3, { descriptor: [1, "uint"], result: [2, "sint"] }],
  optionSet: [
    4,
    { descriptor: [1, "uint"], level: [2, "uint"], option: [3, "uint"], value: [4, "uint"], result: [5, "sint"] },
  ],
  sent: [5, datagramLayout],
  received: [6, datagramLayout],
  polled: [7, { descriptor: [1, "uint"], events: [2, "uint"], timeoutMs: [3, "uint"], result: [4, "sint"] }],
  namespaceEntered: [8, { path: [1, "text"], descriptor: [2, "uint"], type: [3, "uint"], result: [4, "sint"] }],
  namespaceMade: [9, { flags: [1, "uint"], result: [2, "sint"] }],
  fileLocked: [10, { descriptor: [1, "uint"], operation: [2, "uint"], result: [3, "sint"] }],
  file: [11, fileLayout],
  clock: [12, { nowMs: [1, "double"] }],
  random: [13, { bytes: [1, "bytes"] }],
  input: [14, { bytes: [1, "bytes"] }],
  programExecuted: [
    15,
    {
      path: [1, "text"],
      input: [2, "bytes"],
      exitCode: [3, "uint"],
      output: [4, "bytes"],
      errorOutput: [5, "bytes"],
      ending: [6, "text"],
      errorCode: [7, "uint"],
      errorMessage: [8, "text"],
      errorDetails: [9, "text"],
    },
  ],
  outcome: [16, { exitCode: [1, "uint"], output: [2, "bytes"], errorOutput: [3, "bytes"] }],
};
