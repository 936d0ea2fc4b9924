import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { writeAll } from "../../cni/skel/stdio.ts";
import { runAction } from "../run-action.ts";

interface ShowFlags {
  readonly json?: boolean;
  readonly verbose?: boolean;
}

export function defineShow(trace: Command): void {
  trace
    .command("show")
    .description("What a recording says, a line for each message: when, which way, and what, with the kernel's names.")
    .argument("<file...>", ".nltrace files")
    .option("--json", "one JSON object a line: the header of each file, then its events")
    .option("--verbose", "everything: members that are zero, long values whole, reads of the clock")
    .action((files: readonly string[], { json, verbose }: ShowFlags) =>
      runAction({ name: "trace show", json }, async () => {
        const { decodeTrace } = await import("../../netlink/trace/index.ts");
        const { traceToJsonLines, traceToText } = await import("./trace-text.ts");
        for (const file of files) {
          const recorded = decodeTrace(readFileSync(file));
          writeAll(1, json ? traceToJsonLines(recorded) : traceToText(recorded, { verbose }));
          // What stands before the damage has been shown.
          if (recorded.damage !== undefined) throw recorded.damage;
        }
        return "";
      }),
    );
}
