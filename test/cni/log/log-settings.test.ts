import t from "tap";
import { CniError } from "../../../src/cni/cni-error.ts";
import type { JsonObject } from "../../../src/cni/json/json-value.ts";
import { findLogSettings } from "../../../src/cni/log/log-settings.ts";

function settings(env: Record<string, string>, value?: JsonObject, isLenient = false) {
  const warnings: string[] = [];
  const config = value === undefined ? undefined : { path: "", value };
  const found = findLogSettings({ env, config, isLenient, warn: (message) => warnings.push(message) });
  return { found, warnings };
}

function refusal(value: JsonObject): string {
  try {
    findLogSettings({ env: {}, config: { path: "", value }, isLenient: false, warn: () => {} });
  } catch (error) {
    if (error instanceof CniError) return `${error.cniCode} ${error.msg}`;
  }
  return "none";
}

t.test("nothing said, no log", async (t) => {
  t.strictSame(settings({}), { found: undefined, warnings: [] });
  t.strictSame(settings({ CNI_LOG_LEVEL: "", CNI_LOG_FILE: "" }, { logLevel: "", logFile: null }).found, undefined);
});

t.test("a level alone is stderr, a file alone is info", async (t) => {
  t.strictSame(settings({ CNI_LOG_LEVEL: "warn" }).found, { level: "warn", file: undefined });
  t.strictSame(settings({ CNI_LOG_FILE: "/l" }).found, { level: "info", file: "/l" });
  t.strictSame(settings({}, { LOGLEVEL: "error", logfile: "/l" }).found, { level: "error", file: "/l" });
});

t.test("the environment counts before the configuration", async (t) => {
  const config = { logLevel: "error", logFile: "/config" };
  t.strictSame(settings({ CNI_LOG_LEVEL: "debug" }, config).found, { level: "debug", file: "/config" });
  t.strictSame(settings({ CNI_LOG_FILE: "/env" }, config).found, { level: "error", file: "/env" });
});

t.test("a variable that means nothing is not used, and said", async (t) => {
  t.strictSame(settings({ CNI_LOG_LEVEL: "loud", CNI_LOG_FILE: "here" }), {
    found: undefined,
    warnings: [
      'CNI_LOG_LEVEL "loud" is none of debug, info, warn, error: not used',
      'CNI_LOG_FILE "here" is no absolute path: not used',
    ],
  });
  t.strictSame(settings({ CNI_LOG_LEVEL: "loud" }, { logLevel: "warn" }).found, { level: "warn", file: undefined });
});

t.test("a key that means nothing is refused; a DEL only says so", async (t) => {
  t.equal(refusal({ logLevel: "loud" }), '7 invalid logLevel "loud" is none of debug, info, warn, error');
  t.equal(refusal({ logFile: "here" }), '7 invalid logFile "here" is no absolute path');
  t.equal(refusal({ logLevel: 3 }), "6 failed to load netconf: logLevel: expected string, got number 3");
  t.strictSame(settings({}, { logLevel: "loud", logFile: "/l" }, true), {
    found: { level: "info", file: "/l" },
    warnings: ['invalid logLevel "loud" is none of debug, info, warn, error: not used'],
  });
  t.match(settings({}, { logLevel: 3 }, true).warnings, [/logLevel: expected string.*: not used$/]);
});
