/** `cni-ts/netlink/trace`: netlink recorded into files, and played back without a kernel. docs/trace.md */

export type { Event, Header } from "./gen/netlink_trace_pb.ts";
export { TraceError, type TraceFailure } from "./trace-error.ts";
export { decodeTrace, encodeTrace, type Trace, type TraceInit } from "./trace-file.ts";
