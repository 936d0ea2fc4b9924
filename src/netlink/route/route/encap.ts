import type { Codec } from "../../wire/codec.ts";
import { bytes } from "../../wire/text.ts";

/** RTA_ENCAP, kept as bytes: RTA_ENCAP_TYPE (LWTUNNEL_ENCAP_*) says which attributes they hold. */
export const encap: Codec<Uint8Array> = { ...bytes(), typeName: "nest", nested: true };
