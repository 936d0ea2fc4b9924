import { IFNAMSIZ } from "../../uapi/if.ts";
import { utf8Length } from "../../wire/text.ts";
import type { LinkInput } from "./link-message.ts";

/** Which link: by index, or by name or alternative name. */
export type LinkRef = number | string;

/** Names too long for IFLA_IFNAME can only be alternative ones; the kernel takes both kinds by the attribute that fits. */
export function selectLink(ref: LinkRef): Pick<LinkInput, "index" | "ifname" | "altIfname"> {
  if (typeof ref === "number") return { index: ref };
  return utf8Length(ref) < IFNAMSIZ ? { ifname: ref } : { altIfname: ref };
}

/** For error messages: `index 3` or `"eth0"`. */
export function formatLinkRef(ref: LinkRef): string {
  return typeof ref === "number" ? `index ${ref}` : JSON.stringify(ref);
}
