import { resolve } from "node:path";
import { type Command, Option } from "commander";
import { formatJson } from "../cni/json/format-json.ts";
import { registry } from "../registry.ts";
import type { CliContext } from "./cli-context.ts";
import { installPlugins, uninstallPlugins } from "./install/install-plugins.ts";
import { EXECUTABLE, findStats } from "./install/plugin-directory.ts";
import { runAction } from "./run-action.ts";
import { UsageError } from "./usage-error.ts";

interface InstallFlags {
  readonly to: string;
  readonly executable?: string;
  readonly copy?: boolean;
  readonly replace?: boolean;
  readonly json?: boolean;
}

/** The compiled executable: this process's, or the one that is named. Under Node this process's file is a script. */
function findExecutable(flags: InstallFlags, { self }: CliContext): string {
  if (flags.executable === undefined && !("Bun" in globalThis)) {
    throw new UsageError(
      "run the executable's own `install`, or name it with --executable: Node is not to be needed later",
    );
  }
  const path = resolve(flags.executable ?? self.path);
  if (findStats(path)?.isFile()) return path;
  throw new UsageError(`${path} is no file`);
}

interface Change {
  readonly directory: string;
  readonly status: "installed" | "up to date" | "removed";
  readonly files: readonly string[];
}

function formatChange({ directory, status, files }: Change, { json }: { readonly json?: boolean | undefined }): string {
  if (json) return `${formatJson({ directory, status, files: [...files] }, { indent: 2 })}\n`;
  return `${directory}: ${status}: ${files.join(", ")}\n`;
}

export function defineInstall(program: Command, context: CliContext): void {
  program
    .command("install")
    .description(
      "Put the executable and its plugins where runtimes look for them. What runs meanwhile is not disturbed.",
    )
    .addOption(new Option("--to <directory>", "for example /opt/cni/bin").makeOptionMandatory())
    .addOption(new Option("--link", "plugins are links to the one executable (default)").conflicts("copy"))
    .option("--copy", "plugins are copies of it")
    .option("--replace", "put them in the place of other plugins of the same names")
    .option("--executable <file>", "the executable to install, if it is not this one")
    .option("--json", "print an object")
    .action((flags: InstallFlags) =>
      runAction({ name: "install", json: flags.json }, async () => {
        const [to, types] = [resolve(flags.to), Object.keys(registry)];
        const from = findExecutable(flags, context);
        const options = { from, to, types, copy: flags.copy === true, replace: flags.replace === true };
        const what = (await installPlugins(options)) ? "installed" : "up to date";
        return formatChange({ directory: to, status: what, files: [EXECUTABLE, ...types] }, flags);
      }),
    );
}

export function defineUninstall(program: Command): void {
  program
    .command("uninstall")
    .description("Take away what `install` has put into a directory, and nothing else.")
    .addOption(new Option("--from <directory>", "for example /opt/cni/bin").makeOptionMandatory())
    .option("--json", "print an object")
    .action(({ from, json }: { readonly from: string; readonly json?: boolean }) =>
      runAction({ name: "uninstall", json }, async () => {
        const directory = resolve(from);
        const removed = uninstallPlugins(directory, Object.keys(registry));
        return formatChange({ directory, status: "removed", files: [EXECUTABLE, ...removed] }, { json });
      }),
    );
}
