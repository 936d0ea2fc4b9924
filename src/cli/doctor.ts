import { resolve } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { formatJson } from "../cni/json/format-json.ts";
import { makeBundle, writeBundle } from "./doctor/bundle.ts";
import type { Finding } from "./doctor/check.ts";
import { examineSettled, mend } from "./doctor/examine.ts";
import type { NodeFolders } from "./doctor/node-state.ts";
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
  /** Seconds. */
  readonly settle: number;
  readonly fix?: boolean;
  readonly bundle?: string;
  readonly strict?: boolean;
  readonly json?: boolean;
}

function parseSettle(text: string): number {
  const seconds = Number(text);
  if (text !== "" && seconds >= 0 && Number.isFinite(seconds)) return seconds;
  throw new InvalidArgumentError("It is a number of seconds.");
}

function foldersOf({ configDir, pluginPath, cacheDir, dataDir, runDir }: DoctorFlags): NodeFolders {
  const directories = pluginPath.split(":").filter((directory) => directory !== "");
  return { configDir: resolve(configDir), path: directories.map((each) => resolve(each)), cacheDir, dataDir, runDir };
}

async function diagnose(flags: DoctorFlags): Promise<string> {
  const folders = foldersOf(flags);
  const settleMs = flags.settle * 1000;
  let examination = await examineSettled(folders, settleMs);
  const fixed = flags.fix === true ? await mend(examination.findings) : [];
  // Only what is there afterwards is told, so that "mended" is what was seen.
  if (fixed.length > 0) examination = await examineSettled(folders, settleMs);
  if (flags.bundle !== undefined) writeBundle(resolve(flags.bundle), makeBundle(examination));
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
    .option(
      "--settle <seconds>",
      "what is found is looked at again after so long; only what stays is told",
      parseSettle,
      2,
    )
    .option("--json", "print an object")
    .option("--run-dir <directory>", "where other managers of the network keep their state", "/run");
  addPlaceOptions(addStoreOptions(command)).action((flags: DoctorFlags) =>
    runAction({ name: "doctor" }, () => diagnose(flags)),
  );
}
