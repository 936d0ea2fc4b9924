import type { CommandWords } from "./command-words.ts";

/** The steps from a command to one beneath it, as patterns of `case`: `" ipam"|"ipam list"`. */
export function stepPatterns(commands: readonly CommandWords[]): string {
  return commands.flatMap(({ path, commands: each }) => each.map(({ word }) => `"${path} ${word}"`)).join("|");
}
