import t from "tap";
import { quote, quoteList } from "../../src/cni/go-quote.ts";

t.test("quotes as Go's %q", async (t) => {
  const cases: readonly [text: string, quoted: string][] = [
    ["", '""'],
    ["eth0", '"eth0"'],
    ['a"b\\c', '"a\\"b\\\\c"'],
    ["\u0007\b\f\n\r\t\v", '"\\a\\b\\f\\n\\r\\t\\v"'],
    ["\u0001\u007f", '"\\x01\\x7f"'],
    ["\u00a0\u2028\ufeff", '"\\u00a0\\u2028\\ufeff"'],
    ["é日😀", '"é日😀"'],
    ["\u{e0001}", '"\\U000e0001"'],
    ["<&>", '"<&>"'],
  ];
  for (const [text, quoted] of cases) t.equal(quote(text), quoted, quoted);
});

t.test("quotes lists as Go's %q of a slice", async (t) => {
  t.equal(quoteList([]), "[]");
  t.equal(quoteList(["0.1.0", "0.2.0"]), '["0.1.0" "0.2.0"]');
});
