import type { CommandWords } from "./command-words.ts";

/** Lines of bash and zsh that go from command to sub-command along the words so far, and leave the way in `at`. */
export function stepLoop(earlierWords: string, commands: readonly CommandWords[]): string {
  const steps = commands.flatMap(({ path, commands: each }) => each.map(({ word }) => `"${path} ${word}"`));
  return `  for word in ${earlierWords}; do
    case "$at $word" in
      ${steps.join("|")}) at="\${at:+$at }$word" ;;
    esac
  done`;
}
