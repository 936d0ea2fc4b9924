import { NL_ATTR_TYPE_NAMES } from "../uapi/netlink.ts";
import type { AttrPolicy } from "./policy.ts";

// Apart from the table of its attributes: every error can have a policy, and hardly a process has an error.

/** The rule in words: `string of at most 15 bytes`, `u16 from 0 to 4094`. */
export function formatPolicy(policy: AttrPolicy): string {
  const words = [NL_ATTR_TYPE_NAMES[policy.type ?? 0] ?? `type ${policy.type}`];
  const minimum = policy.minValueU ?? policy.minValueS;
  const maximum = policy.maxValueU ?? policy.maxValueS;
  if (minimum !== undefined || maximum !== undefined) words.push(`from ${minimum ?? "any"} to ${maximum ?? "any"}`);
  if (policy.mask !== undefined) words.push(`within the bits 0x${policy.mask.toString(16)}`);
  if (policy.bitfield32Mask !== undefined) words.push(`within the bits 0x${policy.bitfield32Mask.toString(16)}`);
  if (policy.minLength !== undefined && policy.minLength === policy.maxLength) {
    words.push(`of ${policy.minLength} bytes`);
  } else {
    if (policy.minLength !== undefined) words.push(`of at least ${policy.minLength} bytes`);
    if (policy.maxLength !== undefined) words.push(`of at most ${policy.maxLength} bytes`);
  }
  return words.join(" ");
}
