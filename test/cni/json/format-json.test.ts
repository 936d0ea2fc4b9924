import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import t from "tap";
import { formatJson, type JsonWritable } from "../../../src/cni/json/format-json.ts";

t.test("escapes as Go's encoding/json does", async (t) => {
  const cases: readonly [text: string, json: string][] = [
    ["<nil>", '"\\u003cnil\\u003e"'],
    ["a&b", '"a\\u0026b"'],
    ["\u2028\u2029", '"\\u2028\\u2029"'],
    ['"\\', '"\\"\\\\"'],
    ["\b\f\n\r\t", '"\\b\\f\\n\\r\\t"'],
    ["\u0000\u001f\u007f", '"\\u0000\\u001f\u007f"'],
    ["é 日 \u{1f600}", '"é 日 \u{1f600}"'],
    ["\ud800x", '"\\ufffdx"'],
    ["/var/run/netns/x", '"/var/run/netns/x"'],
  ];
  for (const [text, json] of cases) t.equal(formatJson(text), json, json);
});

t.test("numbers", async (t) => {
  t.equal(formatJson([0, -0, 1.5, 1e21, 1e-7, 12345678901234567890n]), "[0,-0,1.5,1e+21,1e-7,12345678901234567890]");
});

t.test("compact and indented forms are those of Marshal and MarshalIndent", async (t) => {
  const value = { b: [1, { c: null }], a: {}, skipped: undefined, e: [], t: true };
  t.equal(formatJson(value), '{"b":[1,{"c":null}],"a":{},"e":[],"t":true}');
  t.equal(
    formatJson(value, { indent: 4, sortKeys: true }),
    `{
    "a": {},
    "b": [
        1,
        {
            "c": null
        }
    ],
    "e": [],
    "t": true
}`,
  );
});

t.test("an object of which every member is undefined is empty", async (t) => {
  t.equal(formatJson({ a: undefined }, { indent: 4 }), "{}");
});

t.test("what is written reads back", async () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(4), fc.boolean(), (value, indent, sortKeys) => {
      const text = formatJson(value as JsonWritable, { indent, sortKeys });
      return isDeepStrictEqual(JSON.parse(text), value);
    }),
    { numRuns: 200 },
  );
});
