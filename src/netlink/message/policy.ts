import {
  NL_POLICY_TYPE_ATTR_BITFIELD32_MASK,
  NL_POLICY_TYPE_ATTR_MASK,
  NL_POLICY_TYPE_ATTR_MAX_LENGTH,
  NL_POLICY_TYPE_ATTR_MAX_VALUE_S,
  NL_POLICY_TYPE_ATTR_MAX_VALUE_U,
  NL_POLICY_TYPE_ATTR_MIN_LENGTH,
  NL_POLICY_TYPE_ATTR_MIN_VALUE_S,
  NL_POLICY_TYPE_ATTR_MIN_VALUE_U,
  NL_POLICY_TYPE_ATTR_PAD,
  NL_POLICY_TYPE_ATTR_POLICY_IDX,
  NL_POLICY_TYPE_ATTR_POLICY_MAXTYPE,
  NL_POLICY_TYPE_ATTR_TYPE,
} from "../uapi/netlink.ts";
import { type AttrsOf, attr, attrSet } from "../wire/attr-table.ts";
import { s64, u32, u64 } from "../wire/scalars.ts";
import { bytes } from "../wire/text.ts";

/** enum netlink_policy_type_attr: the kernel's rule for one attribute. */
export const policyAttrs = attrSet("NL_POLICY_TYPE_ATTR", {
  type: attr(NL_POLICY_TYPE_ATTR_TYPE, u32),
  minValueS: attr(NL_POLICY_TYPE_ATTR_MIN_VALUE_S, s64),
  maxValueS: attr(NL_POLICY_TYPE_ATTR_MAX_VALUE_S, s64),
  minValueU: attr(NL_POLICY_TYPE_ATTR_MIN_VALUE_U, u64),
  maxValueU: attr(NL_POLICY_TYPE_ATTR_MAX_VALUE_U, u64),
  minLength: attr(NL_POLICY_TYPE_ATTR_MIN_LENGTH, u32),
  maxLength: attr(NL_POLICY_TYPE_ATTR_MAX_LENGTH, u32),
  policyIdx: attr(NL_POLICY_TYPE_ATTR_POLICY_IDX, u32),
  policyMaxtype: attr(NL_POLICY_TYPE_ATTR_POLICY_MAXTYPE, u32),
  bitfield32Mask: attr(NL_POLICY_TYPE_ATTR_BITFIELD32_MASK, u32),
  pad: attr(NL_POLICY_TYPE_ATTR_PAD, bytes()),
  mask: attr(NL_POLICY_TYPE_ATTR_MASK, u64),
});

export type AttrPolicy = AttrsOf<typeof policyAttrs>;
