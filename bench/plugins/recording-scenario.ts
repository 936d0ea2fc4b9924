import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { bridge } from "./calls.ts";
import { timeChild } from "./process.ts";
import type { Figures, Scenario } from "./scenarios.ts";
import { keepResult, type PluginCall, prepareCall, type Side, type Stage } from "./stage.ts";

/** The same executable both times; the `subject` is recorded (docs/trace.md). */
function addAndDel(stage: Stage, side: Side): Figures {
  const config = bridge(stage, "subject");
  const folder = join(stage.scratch, "traces");
  mkdirSync(folder, { recursive: true });
  const prepare = (call: Pick<PluginCall, "verb" | "resultFile">) => {
    const command = prepareCall(stage, { side: "subject", config, ...call });
    return side === "subject" ? { ...command, env: { ...command.env, CNI_TRACE_DIR: folder } } : command;
  };
  const add = prepare({ verb: "ADD" });
  const addMs = timeChild(add);
  const resultFile = keepResult(stage, add);
  return { ADD: addMs, DEL: timeChild(prepare({ verb: "DEL", resultFile })) };
}

export const RECORDING_SCENARIO: Scenario = {
  name: "bridge, recorded against not",
  unit: "ms",
  targets: { ADD: 1.15, DEL: 1.15 },
  run: addAndDel,
};
