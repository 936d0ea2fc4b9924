import { encodeAttr, expectArray } from "../../wire/attr-encode.ts";
import { NLA_HDRLEN, walkAttrs } from "../../wire/attr-walk.ts";
import type { Codec } from "../../wire/codec.ts";
import { type Action, actionAttrs } from "./action.ts";

const KEYS_OF_LIST = new Set(["order"]);

const member: Codec<Action> = {
  typeName: "action",
  decode(view, start, end, context) {
    const action: Action = {};
    actionAttrs.decodeInto(action, { view, start, end }, context);
    return action;
  },
  encode: (writer, action) => actionAttrs.encode(writer, action, KEYS_OF_LIST),
  locate: (view, start, end, offset) => actionAttrs.locate(view, start, end, offset),
};

/** Actions in the order in which they are done: in TCA_ACT_TAB and its kin, the type of each is its number. */
export const actionList: Codec<Action[]> = {
  typeName: "actions",
  decode(view, start, end, context) {
    const actions: Action[] = [];
    for (const { type, ...found } of walkAttrs({ view, start, end })) {
      context.path.push(String(type));
      const action = member.decode(view, found.start, found.end, context);
      context.path.pop();
      actions.push(type === actions.length + 1 ? action : { order: type, ...action });
    }
    return actions;
  },
  encode(writer, actions) {
    for (const [at, action] of expectArray(writer, actions).entries()) {
      const { order = at + 1 } = action as Action;
      writer.path.push(String(order));
      encodeAttr(writer, order, { codec: member, value: action as Action });
      writer.path.pop();
    }
  },
  locate(view, start, end, offset) {
    for (const { type, ...found } of walkAttrs({ view, start, end })) {
      if (offset < found.start - NLA_HDRLEN || offset >= found.end) continue;
      const inner = member.locate?.(view, found.start, found.end, offset);
      return { ...inner, path: [String(type), ...(inner?.path ?? [])] };
    }
    return { path: [] };
  },
};
