import { styleText } from "node:util";
import type { Command } from "commander";
import { EXAMPLES } from "../help-examples.ts";
import { hasColors } from "./color.ts";

const bold = (text: string) => styleText("bold", text, { validateStream: false });
const cyan = (text: string) => styleText("cyan", text, { validateStream: false });

/** Colours of the help; commander takes them out where they cannot be seen. */
export function styleHelp(program: Command): void {
  program
    .configureHelp({ styleTitle: bold, styleCommandText: bold, styleSubcommandTerm: cyan, styleOptionTerm: cyan })
    .configureOutput({
      getOutHasColors: () => hasColors(process.stdout, process.env),
      getErrHasColors: () => hasColors(process.stderr, process.env),
    });
}

function formatExamples(name: string): string {
  const lines = (EXAMPLES[name] ?? []).map(([call, purpose]) => `  ${cyan(call)}\n      ${purpose}\n`);
  return lines.length === 0 ? "" : `\n${bold("Examples:")}\n${lines.join("")}`;
}

/** Puts examples at the end of the help of every command. */
export function addExamples(commands: readonly Command[], prefix = ""): void {
  for (const command of commands) {
    const name = `${prefix}${command.name()}`;
    command.addHelpText("after", () => formatExamples(name).trimEnd());
    addExamples(command.commands, `${name} `);
  }
}
