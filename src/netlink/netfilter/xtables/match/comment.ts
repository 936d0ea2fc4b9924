import { XT_MAX_COMMENT_LEN } from "../../../uapi/xt_comment.ts";
import { unterminated } from "../../../wire/text.ts";
import type { Extension } from "../extension.ts";
import { quote } from "../quote.ts";

const text = unterminated(XT_MAX_COMMENT_LEN);

/** `-m comment`: text of at most 256 bytes, which iptables and the kernel take without a NUL behind them. */
export const comment: Extension<string> = {
  name: "comment",
  revision: 0,
  info: {
    ...text,
    encode(writer, value) {
      const start = writer.length;
      text.encode(writer, value);
      writer.reserve(XT_MAX_COMMENT_LEN - (writer.length - start));
    },
  },
  format: (info) => `--comment ${quote(info)}`,
};
