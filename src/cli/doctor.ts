import { resolve } from "node:path";
import type { Command } from "commander";
import { formatJson } from "../cni/json/format-json.ts";
import { makeBundle, writeBundle } from "./doctor/bundle.ts";
import type { Finding } from "./doctor/check.ts";
import { examine, mend } from "./doctor/examine.ts";
import { type NodeFolders, readNode } from "./doctor/node-state.ts";
import { findingToJson, formatExamination, formatFixed } from "./doctor/report.ts";
import { EXIT } from "./exit-code.ts";
import type { StoreOptions } from "./ipam/held-address.ts";
import { addPlaceOptions } from "./network-options.ts";
import { runAction } from "./run-action.ts";
import { addStoreOptions } from "./store-options.ts";

interface DoctorFlags extends StoreOptions {
  readonly configDir: string;
  readonly pluginPath: string;
  readonly runDir: string;
  readonly fix?: boolean;
  readonly bundle?: string;
  readonly strict?: boolean;
  readonly json?: boolean;
}

function foldersOf({ configDir, pluginPath, cacheDir, dataDir, runDir }: DoctorFlags): NodeFolders {
  const directories = pluginPath.split(":").filter((directory) => directory !== "");
  return { configDir: resolve(configDir), path: directories.map((each) => resolve(each)), cacheDir, dataDir, runDir };
}

async function diagnose(flags: DoctorFlags): Promise<string> {
  const folders = foldersOf(flags);
  let node = await readNode(folders);
  let examination = await examine(node);
  const fixed = flags.fix === true ? await mend(examination.findings) : [];
  if (fixed.length > 0) {
    // Only what is there afterwards is told, so that "mended" is what was seen.
    node = await readNode(folders);
    examination = await examine(node);
  }
  if (flags.bundle !== undefined) writeBundle(resolve(flags.bundle), makeBundle(node, examination));
  const isFault = ({ level }: Finding) => level === "error" || flags.strict === true;
  if (examination.findings.some(isFault)) process.exitCode = EXIT.failure;
  if (!flags.json) return `${formatFixed(fixed)}${formatExamination(examination)}`;
  const report = {
    fixed: fixed.map(({ finding, done, isMended }) => ({
      check: finding.check,
      subject: finding.subject,
      done,
      isMended,
    })),
    findings: examination.findings.map(findingToJson),
    unread: [...examination.unread],
  };
  return `${formatJson(report, { indent: 2 })}\n`;
}

export function defineDoctor(program: Command): void {
  const command = program
    .command("doctor")
    .description("Look for what goes wrong on nodes: each finding says what it is, why it matters and how to mend it.")
    .option("--fix", "mend what cannot harm anything that is in use")
    .option("--bundle <file>", "collect everything in a file, without secrets, for whoever is to help")
    .option("--strict", "warnings fail as well")
    .option("--json", "print an object")
    .option("--run-dir <directory>", "where other managers of the network keep their state", "/run");
  addPlaceOptions(addStoreOptions(command)).action((flags: DoctorFlags) =>
    runAction({ name: "doctor" }, () => diagnose(flags)),
  );
}
