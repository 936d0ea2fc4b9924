import { Argument } from "commander";

/** An argument that is the type of a plugin. What is none is refused by the command itself, which knows better words. */
export function typeArgument(flags: "<type>" | "[type]", types: readonly string[]): Argument {
  const argument = new Argument(flags);
  // Named in the help and completed by the shell; `choices()` would also refuse.
  argument.argChoices = [...types];
  return argument;
}
