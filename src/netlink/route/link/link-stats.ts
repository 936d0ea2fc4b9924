import type { Codec, CodecValue } from "../../wire/codec.ts";
import { field, struct, structCodec } from "../../wire/struct.ts";

/** struct rtnl_link_stats64, linux/if_link.h. `rxNohandler` came with Linux 4.6, `rxOtherhostDropped` with 5.19. */
const stats64Struct = struct("rtnl_link_stats64", {
  rxPackets: field.u64,
  txPackets: field.u64,
  rxBytes: field.u64,
  txBytes: field.u64,
  rxErrors: field.u64,
  txErrors: field.u64,
  rxDropped: field.u64,
  txDropped: field.u64,
  multicast: field.u64,
  collisions: field.u64,
  rxLengthErrors: field.u64,
  rxOverErrors: field.u64,
  rxCrcErrors: field.u64,
  rxFrameErrors: field.u64,
  rxFifoErrors: field.u64,
  rxMissedErrors: field.u64,
  txAbortedErrors: field.u64,
  txCarrierErrors: field.u64,
  txFifoErrors: field.u64,
  txHeartbeatErrors: field.u64,
  txWindowErrors: field.u64,
  rxCompressed: field.u64,
  txCompressed: field.u64,
  rxNohandler: field.u64,
  rxOtherhostDropped: field.u64,
});

// The struct first (Linux 2.6.35) ended with `txCompressed`.
const stats64Codec = structCodec(stats64Struct, "rxNohandler");

/** Counters of a link since it was made. Members that the kernel does not have are absent. */
export interface LinkStats64 extends CodecValue<typeof stats64Codec> {}

export const stats64: Codec<LinkStats64> = stats64Codec;

/** struct rtnl_link_stats: the same counters modulo 2^32. */
const statsStruct = struct("rtnl_link_stats", {
  rxPackets: field.u32,
  txPackets: field.u32,
  rxBytes: field.u32,
  txBytes: field.u32,
  rxErrors: field.u32,
  txErrors: field.u32,
  rxDropped: field.u32,
  txDropped: field.u32,
  multicast: field.u32,
  collisions: field.u32,
  rxLengthErrors: field.u32,
  rxOverErrors: field.u32,
  rxCrcErrors: field.u32,
  rxFrameErrors: field.u32,
  rxFifoErrors: field.u32,
  rxMissedErrors: field.u32,
  txAbortedErrors: field.u32,
  txCarrierErrors: field.u32,
  txFifoErrors: field.u32,
  txHeartbeatErrors: field.u32,
  txWindowErrors: field.u32,
  rxCompressed: field.u32,
  txCompressed: field.u32,
  rxNohandler: field.u32,
});

const statsCodec = structCodec(statsStruct, "rxNohandler");

/** Counters modulo 2^32, from the time before IFLA_STATS64. */
export interface LinkStats extends CodecValue<typeof statsCodec> {}

export const stats: Codec<LinkStats> = statsCodec;

/** struct rtnl_link_ifmap: where the hardware of old network cards is. */
const ifmapStruct = struct("rtnl_link_ifmap", {
  memStart: field.u64,
  memEnd: field.u64,
  baseAddr: field.u64,
  irq: field.u16,
  dma: field.u8,
  port: field.u8,
  pad: field.pad(4),
});

const ifmapCodec = structCodec(ifmapStruct);

export interface LinkIfmap extends CodecValue<typeof ifmapCodec> {}

export const ifmap: Codec<LinkIfmap> = ifmapCodec;
