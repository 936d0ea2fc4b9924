import { Command, CommanderError } from "commander";
import { VERSION } from "../version.ts";
import type { CliContext } from "./cli-context.ts";
import { EXIT } from "./exit-code.ts";
import { addExamples, styleHelp } from "./terminal/help-style.ts";

export interface CommandOptions extends CliContext {
  /** Without the program's own name. */
  readonly args: readonly string[];
}

type Define = (program: Command, context: CliContext) => void;

/** The sub-commands, in the order of the help. Each is loaded when it is called: all of them take 9 ms. */
const COMMANDS: Readonly<Record<string, () => Promise<Define>>> = {
  add: async () => (await import("./add.ts")).defineAdd,
  del: async () => (await import("./del.ts")).defineDel,
  check: async () => (await import("./check.ts")).defineCheck,
  gc: async () => (await import("./gc.ts")).defineGc,
  status: async () => (await import("./status.ts")).defineStatus,
  plan: async () => (await import("./plan.ts")).definePlan,
  validate: async () => (await import("./validate.ts")).defineValidate,
  schema: async () => (await import("./schema.ts")).defineSchema,
  ipam: async () => (await import("./ipam.ts")).defineIpam,
  show: async () => (await import("./show.ts")).defineShow,
  doctor: async () => (await import("./doctor.ts")).defineDoctor,
  netlink: async () => (await import("./netlink.ts")).defineNetlink,
  install: async () => (await import("./install.ts")).defineInstall,
  uninstall: async () => (await import("./install.ts")).defineUninstall,
  trace: async () => (await import("./trace.ts")).defineTrace,
  completion: async () => (await import("./completion.ts")).defineCompletion,
  plugin: async () => (await import("./plugin.ts")).definePlugin,
};

/** Help, completion and the correction of a name need to know all of them. */
function neededFor(name: string): readonly string[] {
  return Object.hasOwn(COMMANDS, name) && name !== "completion" ? [name] : Object.keys(COMMANDS);
}

async function makeProgram(context: CliContext, name: string): Promise<Command> {
  const program = new Command("cni-ts")
    .description("CNI plugins and netlink for Linux, in one executable.")
    .version(VERSION)
    .showHelpAfterError("(--help says more)")
    .exitOverride();
  styleHelp(program);
  for (const needed of neededFor(name)) (await COMMANDS[needed]?.())?.(program, context);
  addExamples(program.commands);
  return program;
}

/** The `cni-ts` command. Sets the exit code of the process ({@link EXIT}). */
export async function runCommand({ args, ...context }: CommandOptions): Promise<void> {
  try {
    const program = await makeProgram(context, args[0] ?? "");
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    // Commander has said what is wrong already; its exit code is 1 for everything but help and version.
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? EXIT.success : EXIT.usage;
  }
}
