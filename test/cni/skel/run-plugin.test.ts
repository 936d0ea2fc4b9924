import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import t from "tap";
import { CONF, fakeEnv } from "./fake-plugin.ts";

// The rest of run-plugin.ts is tested where a whole plugin is: test/examples/debug-plugin.test.ts.

const PROGRAM = fileURLToPath(new URL("./stray-plugin.js", import.meta.url));

for (const args of ["throw", "reject"]) {
  t.test(`a failure that nobody awaits is the error object as well: ${args}`, async (t) => {
    const env = fakeEnv("ADD", { CNI_ARGS: args });
    const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM], { env, input: CONF, encoding: "utf8" });
    t.strictSame(
      { status, stdout, stderr },
      { status: 1, stdout: '{\n    "code": 999,\n    "msg": "stray"\n}', stderr: "" },
    );
  });
}
