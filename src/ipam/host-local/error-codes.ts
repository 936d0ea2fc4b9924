/**
 * Codes of host-local beyond those of the SPEC ("100+: plugin specific"). An exhausted range and an address that somebody
 * else holds are 11, "try again later": both clear when another container goes. Neither of these does.
 */
export const HOST_LOCAL_ERROR = {
  /** ADD of an attachment that has an address already. */
  duplicateAllocation: 100,
  /** CHECK found no lease of the attachment. */
  leaseMissing: 101,
} as const;
