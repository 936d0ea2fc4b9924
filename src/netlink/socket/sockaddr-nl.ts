/** sizeof(struct sockaddr_nl), linux/netlink.h: family u16, pad u16, port id u32, groups u32; host byte order. */
export const SOCKADDR_NL_SIZE = 12;
/** sizeof(socklen_t). */
export const SOCKLEN_SIZE = 4;

/** nl_pid, 0 for the kernel; `address` must start on a 4-byte boundary of its buffer. */
export function readSockaddrNlPortId(address: Uint8Array): number {
  return new Uint32Array(address.buffer, address.byteOffset, SOCKADDR_NL_SIZE / 4)[1] ?? 0;
}
