#!/usr/bin/env node
// One executable under many names: called as `bridge` it is that plugin, as `cni-ts` the command.
import { type RunOptions, runPlugin } from "./cni/skel/run-plugin.ts";
import { findPlugin } from "./registry.ts";
import { VERSION } from "./version.ts";

/** The file that was executed and the name it was called by: of the compiled executable itself, under Node of the script. */
function invocation(): { path: string; name: string } {
  const [, script = ""] = process.argv;
  return "Bun" in globalThis
    ? { path: process.execPath, name: baseName(process.argv0) }
    : { path: script, name: baseName(script) };
}

/** Loading node:path takes longer than the plugin's name is worth. */
function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Where CNI_TRACE_DIR is set, every run of a plugin is recorded (docs/trace.md). */
function chooseExecute(): RunOptions["execute"] {
  const { CNI_TRACE_DIR: folder } = process.env;
  if (!folder) return undefined;
  return async (plugin, options) => (await import("./trace/record-run.ts")).recordRun(folder, plugin, options);
}

async function main(): Promise<void> {
  const { path, name } = invocation();
  const execute = chooseExecute();
  const options = { self: { path, findPlugin }, buildVersion: `v${VERSION}`, execute };
  const plugin = await findPlugin(name);
  if (plugin !== undefined) return runPlugin(plugin, options);
  const { runCommand } = await import("./cli/command.ts");
  await runCommand({ ...options, args: process.argv.slice(2) });
}

void main();
