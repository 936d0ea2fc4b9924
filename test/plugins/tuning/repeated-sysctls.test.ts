import t from "tap";
import { isJsonObject, type JsonObject } from "../../../src/cni/json/json-value.ts";
import { parseJson } from "../../../src/cni/json/parse-json.ts";
import { refuseRepeatedSysctls } from "../../../src/plugins/tuning/repeated-sysctls.ts";
import { outcomeOf } from "../cni-call.ts";

function outcome(text: string): unknown {
  const value = parseJson(text);
  const raw: JsonObject = isJsonObject(value) ? value : {};
  return outcomeOf(() => refuseRepeatedSysctls({ bytes: Buffer.from(text), raw }));
}

const REFUSED = "7 duplicated sysctl keys are not allowed";

t.test("a sysctl that is given twice is refused", async (t) => {
  const cases: readonly string[] = [
    '{"sysctl":{"a":"1","b":"2","a":"1"}}',
    '{"sysctl":{"a":"1","\\u0061":"2"}}',
    '{"SysCtl":{"a":"1","a":"2"}}',
    '{"sysctl":{"a":"1"},"sysctl":{"b":"1"}}',
    '{"sysctl":{"a":"1"},"SYSCTL":{"b":"1"}}',
  ];
  for (const text of cases) t.equal(outcome(text), REFUSED, text);
});

t.test("what only looks so is not", async (t) => {
  const cases: readonly string[] = [
    "{}",
    '{"sysctl":{}}',
    '{"sysctl":null}',
    '{"sysctl":{"a":"1","A":"2"}}',
    '{"sysctl":{"a":"1"},"args":{"cni":{"sysctl":{"a":"2"}}}}',
    '{"sysctl":{"a":"a"},"a":"a"}',
    '{"sysctl":{"a":"1"},"other":{"x":1,"x":2}}',
    '{"sysctl":{"a\\\\":"1"}}',
  ];
  for (const text of cases) t.equal(outcome(text), undefined, text);
});
