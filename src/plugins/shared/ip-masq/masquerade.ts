import type { IpPrefix } from "../../../addr/ip-prefix.ts";
import type { TagOwner } from "../rule-tag.ts";

/** Which addresses of a container are to go out under the host's, and whose the rules are. */
export interface Masquerade {
  readonly owner: TagOwner;
  /** Each with its subnet: inside it nothing is translated. */
  readonly addresses: readonly IpPrefix[];
}

/** Of all multicast nothing is translated either. */
export const MULTICAST = { 4: "224.0.0.0/4", 6: "ff00::/8" } as const;
