/** Whether this machine stores integers little-endian; netlink's own integers are in host byte order. */
export const HOST_LITTLE_ENDIAN: boolean = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
