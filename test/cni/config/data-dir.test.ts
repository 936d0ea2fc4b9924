import t from "tap";
import { readDataDir } from "../../../src/cni/config/data-dir.ts";
import { outcomeOf } from "../../plugins/cni-call.ts";

t.test("one spelling of an absolute path; other paths are refused", async (t) => {
  const cases: readonly [dataDir: string, outcome: string][] = [
    ["/run/cni/tuning", "/run/cni/tuning"],
    ["//run/./cni//tuning/", "/run/cni/tuning"],
    ["/", "/"],
    ["/run/..x", "/run/..x"],
    ["run", '7 k must be an absolute path without "..": run'],
    ["/run/../etc", '7 k must be an absolute path without "..": /run/../etc'],
    ["/run/..", '7 k must be an absolute path without "..": /run/..'],
    ["/run\0/x", '7 k must be an absolute path without "..": /run\0/x'],
  ];
  for (const [dataDir, outcome] of cases) {
    t.equal(
      outcomeOf(() => readDataDir("k", dataDir)),
      outcome,
      dataDir,
    );
  }
});
