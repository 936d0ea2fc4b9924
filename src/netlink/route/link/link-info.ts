import { IFLA_INFO_DATA, IFLA_INFO_KIND } from "../../uapi/if_link.ts";
import { attr, attrSet } from "../../wire/attr-table.ts";
import type { Codec } from "../../wire/codec.ts";
import { variant } from "../../wire/containers.ts";
import { str } from "../../wire/text.ts";
import { type VethData, veth } from "./kinds/veth.ts";

/** Data by link kind. Open to declaration merging, together with {@link registerLinkKind}. */
export interface LinkKinds {
  veth: VethData;
}

const kinds: Record<string, Codec<unknown> | undefined> = { veth: veth as Codec<unknown> };

/** Attributes of IFLA_LINKINFO; the data is bytes where the kind is not known. */
export const linkInfoAttrs = attrSet("IFLA_LINKINFO", {
  kind: attr(IFLA_INFO_KIND, str()),
  data: variant<LinkKinds[keyof LinkKinds] | Uint8Array>(IFLA_INFO_DATA, { selector: "kind", arms: kinds }),
});
