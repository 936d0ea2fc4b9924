import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import t from "tap";
import { JsonSyntaxError } from "../../../src/cni/json/json-error.ts";
import { parseJson, parseJsonWithRepeats } from "../../../src/cni/json/parse-json.ts";

function messageOf(text: string): string {
  try {
    parseJson(text);
    return "(no error)";
  } catch (error) {
    return error instanceof JsonSyntaxError ? error.message : `${error}`;
  }
}

t.test("syntax errors are worded as Go's encoding/json words them", async (t) => {
  const cases: readonly [text: string, message: string][] = [
    ["", "unexpected end of JSON input"],
    ["  \n", "unexpected end of JSON input"],
    ['{"a"', "unexpected end of JSON input"],
    ['{"a":1', "unexpected end of JSON input"],
    ['"abc', "unexpected end of JSON input"],
    ["[1,", "unexpected end of JSON input"],
    ["tru", "unexpected end of JSON input"],
    ["-", "unexpected end of JSON input"],
    ["hello", "invalid character 'h' looking for beginning of value"],
    ["'a'", "invalid character '\\'' looking for beginning of value"],
    ["\\", "invalid character '\\\\' looking for beginning of value"],
    ["\u0001", "invalid character '\\x01' looking for beginning of value"],
    ["\ufeff{}", "invalid character '\ufeff' looking for beginning of value"],
    ["{1:2}", "invalid character '1' looking for beginning of object key string"],
    ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{"a":1 "b":2}', "invalid character '\"' after object key:value pair"],
    ["[1 2]", "invalid character '2' after array element"],
    ["[1,]", "invalid character ']' looking for beginning of value"],
    ["{} x", "invalid character 'x' after top-level value"],
    ["01", "invalid character '1' after top-level value"],
    ["nul1", "invalid character '1' in literal null (expecting 'l')"],
    ["trie", "invalid character 'i' in literal true (expecting 'u')"],
    ["-x", "invalid character 'x' in numeric literal"],
    ["1.x", "invalid character 'x' after decimal point in numeric literal"],
    ["1e+x", "invalid character 'x' in exponent of numeric literal"],
    ['"a\nb"', "invalid character '\\n' in string literal"],
    ['"\\x"', "invalid character 'x' in string escape code"],
    ['"\\u12g4"', "invalid character 'g' in \\u hexadecimal character escape"],
  ];
  for (const [text, message] of cases) t.equal(messageOf(text), message, JSON.stringify(text));
});

t.test("an error knows its place", async (t) => {
  t.throws(() => parseJson('{\n  "a": ?\n}'), { code: "ERR_JSON_SYNTAX", offset: 9, line: 2, column: 8 });
});

t.test("integers beyond 2^53 keep their digits", async (t) => {
  t.equal(parseJson("9007199254740991"), 9007199254740991);
  t.equal(parseJson("9007199254740993"), 9007199254740993n);
  t.equal(parseJson("-18446744073709551615"), -18446744073709551615n);
  t.equal(parseJson("1e3"), 1000);
  t.equal(parseJson("-0.5"), -0.5);
  t.equal(parseJson("12345678901234567890.5"), 12345678901234567000);
  t.equal(parseJson(`1${"0".repeat(60)}`), 1e60);
  t.equal(messageOf("1e999"), "number 1e999 is out of range");
  t.equal(messageOf(`9${"0".repeat(400)}`), `number 9${"0".repeat(39)} is out of range`);
});

t.test("half a surrogate pair becomes U+FFFD, a whole one stays", async (t) => {
  t.equal(parseJson('"\\ud800"'), "\ufffd");
  t.equal(parseJson('"x\\udc00y"'), "x\ufffdy");
  t.equal(parseJson('"\\ud83d\\ude00"'), "\u{1f600}");
});

t.test("bytes are UTF-8, what is none becomes U+FFFD", async (t) => {
  t.equal(parseJson(Buffer.from('"é"')), "é");
  t.equal(parseJson(Buffer.from([0x22, 0xff, 0x22])), "\ufffd");
  const whole = Buffer.from('xx"a"yy');
  t.equal(parseJson(whole.subarray(2, 5)), "a", "a view into a larger buffer");
});

t.test("keys that JavaScript objects have a meaning for are plain keys", async (t) => {
  for (const filler of ["1", "12345678901234567890"]) {
    const value = parseJson(`{"__proto__": {"polluted": ${filler}}, "constructor": 1}`) as object;
    t.strictSame(Object.keys(value), ["__proto__", "constructor"]);
    t.equal(Object.getPrototypeOf(value), Object.prototype);
  }
});

t.test("of a repeated key the last counts", async (t) => {
  t.strictSame(parseJson('{"a":1,"a":2}'), { a: 2 });
  t.strictSame(parseJson('{"a":12345678901234567890,"a":2}'), { a: 2 });
});

t.test("nesting is bounded", async (t) => {
  t.equal(messageOf("[".repeat(500) + "]".repeat(500)), "(no error)");
  t.equal(messageOf("[".repeat(501) + "]".repeat(501)), "exceeded max depth");
  t.equal(messageOf("[".repeat(1_000_000)), "exceeded max depth");
  t.equal(messageOf(`[${"[1],".repeat(2000)}[1]]`), "(no error)", "many brackets side by side are not deep");
});

function withoutBigints(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutBigints);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withoutBigints(each)]));
}

t.test("reads whatever JSON.stringify writes", async () => {
  // A long number forces the reader of ours, which is not used otherwise.
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const text = JSON.stringify(value);
      const [, read] = parseJson(`[12345678901234567890,${text}]`) as unknown[];
      return isDeepStrictEqual(withoutBigints(read), JSON.parse(text));
    }),
    { numRuns: 300 },
  );
});

t.test("accepts and refuses what JSON.parse does, with no error but its own", async () => {
  const mutated = fc
    .tuple(
      fc.json(),
      fc.nat(),
      fc.constantFrom("", '"', "{", "]", ",", "\\", "\\u12", "e", "-", "0", " ", "\0"),
      fc.nat(3),
    )
    .map(([text, at, insert, cut]) => {
      const offset = at % (text.length + 1);
      return text.slice(0, offset) + insert + text.slice(offset + cut);
    });
  fc.assert(
    fc.property(mutated, (text) => {
      let isValid = true;
      try {
        JSON.parse(`[0,${text}]`);
      } catch {
        isValid = false;
      }
      const message = messageOf(`[12345678901234567890,${text}]`);
      if (isValid) return message === "(no error)" || /^(exceeded max depth|number \S+ is out of range)$/.test(message);
      return !message.startsWith("SyntaxError") && message !== "(no error)";
    }),
    { numRuns: 2000 },
  );
});

t.test("keys that an object has more than once are told by the object", async (t) => {
  const text = '{"a":{"x":1,"y":2,"x":3},"b":[{"x":1},{"\\u0061":1,"a":2,"a":3}],"a":{"x":1}}';
  const { value, repeated } = parseJsonWithRepeats(text);
  t.strictSame(value, JSON.parse(text), "the last one counts");
  const { a, b } = value as { a: object; b: readonly object[] };
  const keysOf = (object: unknown) => [...(repeated.get(object as never) ?? [])];
  t.strictSame([value, a, b[0], b[1]].map(keysOf), [["a"], [], [], ["a"]]);
  t.throws(() => parseJsonWithRepeats("{} x"), { code: "ERR_JSON_SYNTAX" });
});
