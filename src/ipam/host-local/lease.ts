/** Who holds an address: a container and its interface. */
export interface Attachment {
  readonly containerId: string;
  /** Undefined in leases of older plugins, which named the container only and so hold for all its interfaces. */
  readonly ifname?: string | undefined;
}

/** A lease file as found in the store. */
export interface Lease {
  /** The address in its canonical spelling. */
  readonly address: string;
  /** Name of the file in the store: the same text, but for IPv6 addresses that somebody else spelt otherwise. */
  readonly file: string;
  /** The content without white space around it; undefined for what is no readable file and yet occupies the name. */
  readonly content: string | undefined;
}

const SEPARATOR = "\r\n";

/** What a lease file holds: `<container id>\r\n<interface>`, no newline at the end. */
export function formatLease(attachment: Attachment): string {
  const id = attachment.containerId.trim();
  return attachment.ifname === undefined ? id : `${id}${SEPARATOR}${attachment.ifname}`;
}

/** The attachment named by the content of a lease file. */
export function parseLease(content: string): Attachment {
  const end = content.indexOf(SEPARATOR);
  if (end < 0) return { containerId: content };
  return { containerId: content.slice(0, end), ifname: content.slice(end + SEPARATOR.length) };
}

/**
 * Whether a crash left this content: nothing, or the zeros that stand where data never reached the disk. Such a file
 * names no holder, and whoever was writing it is gone when the lock is free.
 */
export function isTorn(content: string): boolean {
  return content === "" || content.includes("\0");
}

/** For people: `container 1f2e…, interface eth0`. */
export function describeHolder(content: string): string {
  const { containerId, ifname } = parseLease(content);
  return `container ${containerId}${ifname === undefined ? "" : `, interface ${ifname}`}`;
}
