/** `cni-ts/netlink/trace`: netlink recorded into files, and played back without a kernel. docs/trace.md */

export type { Event, Header } from "./gen/netlink_trace_pb.ts";
export { decodePcap, type Pcap } from "./pcap/decode-pcap.ts";
export { encodePcap } from "./pcap/encode-pcap.ts";
export { PcapError, type PcapFailure } from "./pcap/pcap-error.ts";
export type { PcapPacket } from "./pcap/pcap-packet.ts";
export { pcapToTrace, traceToPcap } from "./pcap/pcap-trace.ts";
export { type Recording, type RecordOptions, recordTo } from "./recorder.ts";
export { ReplayDifference } from "./replay-difference.ts";
export { type ReplayTransportOptions, replayFrom } from "./replay-transport.ts";
export { followSockets, type SocketProtocols } from "./socket-protocols.ts";
export { TraceError, type TraceFailure } from "./trace-error.ts";
export { decodeTrace, encodeTrace, type Trace, type TraceInit } from "./trace-file.ts";
