import type { Command } from "commander";
import { formatJson } from "../cni/json/format-json.ts";
import { EXIT } from "./exit-code.ts";
import { runAction } from "./run-action.ts";
import { onStdout } from "./terminal/color.ts";
import { checkFile } from "./validate/check-file.ts";
import type { Fault } from "./validate/fault.ts";

interface ValidateFlags {
  readonly strict?: boolean;
  readonly json?: boolean;
}

type FileFault = Fault & { readonly file: string };

function describe({ file, path, level, message }: FileFault): string {
  const mark = level === "warning" ? `${onStdout("yellow", "warning:")} ` : "";
  const place = path === "" ? "" : `${onStdout("bold", path)}: `;
  return `${file}: ${place}${mark}${message}\n`;
}

export function defineValidate(program: Command): void {
  program
    .command("validate")
    .description("Look for everything that is wrong with network configurations, without running a plugin.")
    .argument("<file...>", ".conflist, .conf or .json files")
    .option("--strict", "warnings fail as well")
    .option("--json", "print a list of {file, path, level, message}")
    .action((files: readonly string[], { strict, json }: ValidateFlags) =>
      runAction({ name: "validate" }, async () => {
        const faults: FileFault[] = [];
        for (const file of files) {
          for (const fault of await checkFile(file)) faults.push({ file, ...fault });
        }
        const isWrong = faults.some(({ level }) => strict || level === "error");
        if (isWrong) process.exitCode = EXIT.failure;
        if (json)
          return `${formatJson(
            faults.map((fault) => ({ ...fault })),
            { indent: 2 },
          )}\n`;
        return faults.map(describe).join("");
      }),
    );
}
