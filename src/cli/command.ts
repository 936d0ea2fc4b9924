import { Command, CommanderError } from "commander";
import { VERSION } from "../version.ts";
import { defineAdd } from "./add.ts";
import { defineCheck } from "./check.ts";
import type { CliContext } from "./cli-context.ts";
import { defineCompletion } from "./completion.ts";
import { defineDel } from "./del.ts";
import { defineDoctor } from "./doctor.ts";
import { EXIT } from "./exit-code.ts";
import { defineGc } from "./gc.ts";
import { defineInstall, defineUninstall } from "./install.ts";
import { defineIpam } from "./ipam.ts";
import { definePlan } from "./plan.ts";
import { definePlugin } from "./plugin.ts";
import { defineSchema } from "./schema.ts";
import { defineShow } from "./show.ts";
import { defineStatus } from "./status.ts";
import { defineTrace } from "./trace.ts";
import { defineValidate } from "./validate.ts";

export interface CommandOptions extends CliContext {
  /** Without the program's own name. */
  readonly args: readonly string[];
}

function makeProgram(context: CliContext): Command {
  const program = new Command("cni-ts")
    .description("CNI plugins and netlink for Linux, in one executable.")
    .version(VERSION)
    .showHelpAfterError("(--help says more)")
    .exitOverride();
  for (const define of [
    defineAdd,
    defineDel,
    defineCheck,
    defineGc,
    defineStatus,
    definePlan,
    defineValidate,
    defineSchema,
    defineIpam,
    defineShow,
    defineDoctor,
    defineInstall,
    defineUninstall,
    defineTrace,
    defineCompletion,
    definePlugin,
  ]) {
    define(program, context);
  }
  return program;
}

/** The `cni-ts` command. Sets the exit code of the process ({@link EXIT}). */
export async function runCommand({ args, ...context }: CommandOptions): Promise<void> {
  try {
    await makeProgram(context).parseAsync(args, { from: "user" });
  } catch (error) {
    // Commander has said what is wrong already; its exit code is 1 for everything but help and version.
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? EXIT.success : EXIT.usage;
  }
}
