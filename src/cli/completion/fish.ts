import type { CommandWords } from "./command-words.ts";

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

/** True where the command line is at this command and at none beneath it. */
function condition({ path, commands }: CommandWords): string {
  if (path === "") return "__fish_use_subcommand";
  const seen = path.split(" ").map((word) => `__fish_seen_subcommand_from ${word}`);
  const beneath =
    commands.length === 0 ? [] : [`not __fish_seen_subcommand_from ${commands.map(({ word }) => word).join(" ")}`];
  return [...seen, ...beneath].join("; and ");
}

/** A file of ~/.config/fish/completions. */
export function fishCompletion(commands: readonly CommandWords[]): string {
  const lines = commands.flatMap((command) => {
    const head = `complete -c cni-ts -n ${quoted(condition(command))}`;
    return [
      ...command.commands.map(({ word, description }) => `${head} -f -a ${word} -d ${quoted(description)}`),
      ...command.values.map((value) => `${head} -f -a ${value}`),
      ...command.flags.map(
        ({ word, description, takesValue }) =>
          `${head} -l ${word.slice(2)}${takesValue ? " -r" : ""} -d ${quoted(description)}`,
      ),
    ];
  });
  return `${lines.join("\n")}\n`;
}
