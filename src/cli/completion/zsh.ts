import type { CommandWords, Word } from "./command-words.ts";
import { stepLoop } from "./step-loop.ts";

const EARLIER_WORDS = `\${words[2,CURRENT-1]}`;

/** In single quotes; the first colon ends the word. */
function entry({ word, description }: Pick<Word, "word" | "description">): string {
  return `'${word}:${description.replaceAll("'", "'\\''").replaceAll(":", "\\:")}'`;
}

function choices({ path, commands, flags, values }: CommandWords): string {
  const words = [...commands, ...values.map((word) => ({ word, description: "" })), ...flags];
  return `    "${path}") choices=(${words.map(entry).join(" ")}) ;;`;
}

/** The file `_cni-ts` of a directory in fpath. */
export function zshCompletion(commands: readonly CommandWords[]): string {
  return `#compdef cni-ts
_cni_ts() {
  local at="" word
  local -a choices
${stepLoop(EARLIER_WORDS, commands)}
  case "$at" in
${commands.map(choices).join("\n")}
  esac
  _describe cni-ts choices
  [[ -n "$at" ]] && _files
}
compdef _cni_ts cni-ts
`;
}
