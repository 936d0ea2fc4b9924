import { Argument, type Command } from "commander";
import { bashCompletion } from "./completion/bash.ts";
import { listCommands } from "./completion/command-words.ts";
import { fishCompletion } from "./completion/fish.ts";
import { zshCompletion } from "./completion/zsh.ts";
import { runAction } from "./run-action.ts";

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

export function defineCompletion(program: Command): void {
  program
    .command("completion")
    .description("Print what makes a shell complete this command.")
    .addArgument(new Argument("<shell>").choices(Object.keys(SHELLS)))
    .action((shell: keyof typeof SHELLS) =>
      runAction({ name: "completion" }, async () => SHELLS[shell](listCommands(program))),
    );
}
