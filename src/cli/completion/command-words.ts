import type { Command } from "commander";

/** A word that can stand at a place of the command line. */
export interface Word {
  readonly word: string;
  readonly description: string;
  /** A flag that is followed by a value. */
  readonly takesValue: boolean;
}

/** A command or sub-command, and what can follow it. */
export interface CommandWords {
  /** `ipam list`; empty for the program itself. */
  readonly path: string;
  readonly commands: readonly Word[];
  readonly flags: readonly Word[];
  /** Values that its argument may have, when they are known. */
  readonly values: readonly string[];
}

function firstSentence(text: string): string {
  return (/^.*?[.:](?=\s|$)/.exec(text)?.[0] ?? text).replace(/[.:]$/, "");
}

function describeCommand(command: Command, parents: string): CommandWords[] {
  const path = [parents, command.parent === null ? "" : command.name()].filter((part) => part !== "").join(" ");
  const commands = command.commands.map((each) => {
    return { word: each.name(), description: firstSentence(each.description()), takesValue: false };
  });
  const flags = command.options.flatMap(({ long, description, required }) =>
    long === undefined || long === null ? [] : [{ word: long, description, takesValue: required }],
  );
  const values = command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []);
  return [{ path, commands, flags, values }, ...command.commands.flatMap((each) => describeCommand(each, path))];
}

/** Every command of a program, the program itself first. */
export function listCommands(program: Command): readonly CommandWords[] {
  return describeCommand(program, "");
}
