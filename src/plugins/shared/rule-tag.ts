import { sha512 } from "./sha512.ts";

/** Whose a rule of nftables is: the name of the network, CNI_CONTAINERID and CNI_IFNAME. */
export interface TagOwner {
  readonly network: string;
  readonly containerId: string;
  readonly ifname: string;
}

/** What the kernel keeps of a comment is longer; this is where the reference cuts. */
const MAX_BYTES = 128;

const HASH_LENGTH = 16;

/** What the tags of all attachments of a network begin with. */
export async function networkTagPrefix(network: string): Promise<string> {
  return `${(await sha512(network)).slice(0, HASH_LENGTH)}-`;
}

/** What the tag of this attachment, and of no other, begins with. */
export async function tagPrefix({ network, containerId, ifname }: TagOwner): Promise<string> {
  const attachment = await sha512(`${ifname}:${containerId}`);
  return `${await networkTagPrefix(network)}${attachment.slice(0, HASH_LENGTH)}`;
}

/**
 * The comment of rules of nftables that belong to an attachment, as the reference's ipMasq has it:
 * `6fd94d501e58f0aa-287fc69eff0574a2, net: unit-test, if: eth0, id: one`. The hashes tell attachments apart, the names are for people.
 */
export async function formatRuleTag(owner: TagOwner): Promise<string> {
  const { network, containerId, ifname } = owner;
  // A quote would end the comment where `nft` prints it.
  const names = `net: ${network}, if: ${ifname}, id: ${containerId}`.replaceAll('"', "");
  return cut(`${await tagPrefix(owner)}, ${names}`);
}

/** At most so many bytes, and whole characters. */
function cut(text: string): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(MAX_BYTES));
  return text.slice(0, read);
}
