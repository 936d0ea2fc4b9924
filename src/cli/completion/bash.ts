import type { CommandWords } from "./command-words.ts";
import { stepLoop } from "./step-loop.ts";

const EARLIER_WORDS = `"\${COMP_WORDS[@]:1:COMP_CWORD-1}"`;

function choices({ path, commands, flags, values }: CommandWords): string {
  const words = [...commands.map(({ word }) => word), ...values, ...flags.map(({ word }) => word)];
  return `    "${path}") words="${words.join(" ")}" ;;`;
}

/** Source it from ~/.bashrc. */
export function bashCompletion(commands: readonly CommandWords[]): string {
  return `_cni_ts() {
  local at="" words="" word
${stepLoop(EARLIER_WORDS, commands)}
  case "$at" in
${commands.map(choices).join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _cni_ts cni-ts
`;
}
