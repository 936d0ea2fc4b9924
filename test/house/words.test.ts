import { readFileSync } from "node:fs";
import t from "tap";
import { readSources, root } from "./sources.ts";
import { scanTokens } from "./tokens.ts";
import { findForbidden, findSwitchedOff } from "./words.ts";

const manifest = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as {
  exports: Record<string, string | { default: string }>;
};
const publicEntries = Object.values(manifest.exports)
  .map((target) => (typeof target === "string" ? target : target.default))
  .map((path) => path.replace("./dist/lib/", "src/").replace(/\.js$/, ".ts"));

t.test("the sources keep to the rules", async (t) => {
  t.strictSame(
    readSources("src/").flatMap((file) => findForbidden(file, publicEntries)),
    [],
  );
});

t.test("no test is switched off", async (t) => {
  t.strictSame(
    readSources("test/")
      .filter((file) => file.path.endsWith(".test.ts"))
      .flatMap((file) => findSwitchedOff(file)),
    [],
  );
});

t.test("each rule is seen when it is broken", async (t) => {
  const broken: readonly (readonly [path: string, text: string, complaint: RegExp])[] = [
    ["src/addr/x.ts", 'if (a) {\n  throw new Error("no");\n}', /x\.ts:2: new Error/],
    ["src/addr/x.ts", 'throw new TypeError("no");', /new TypeError/],
    ["src/addr/x.ts", "class AError extends Error {}", /extend TypedError/],
    ["src/cni/skel/x.ts", "const a = process.env.A;", /process is for/],
    ["src/plugins/bridge/add.ts", 'console.log("a");', /console is for/],
    ["src/addr/x.ts", "export enum A { B }", /no enum/],
    ["src/addr/x.ts", "const a = b as any;", /no any/],
    ["src/addr/x.ts", "const a: any = 1;", /no any/],
    ["src/addr/x.ts", "const a: Map<string, any> = b;", /no any/],
    ["src/addr/x.ts", "const a = eval(b);", /no code from text/],
    ["src/addr/x.ts", "const a = await b();", /top level/],
    ["src/addr/x.ts", "function f() {}\nfor await (const a of b) c();", /top level/],
    ["src/addr/utils.ts", "", /says nothing/],
    ["src/addr/index.ts", "", /barrels/],
  ];
  for (const [path, text, complaint] of broken) {
    const found = findForbidden({ path, text }, publicEntries);
    t.equal(found.length, 1, `${path}: ${text}`);
    t.match(found[0], complaint);
  }
  for (const text of ["t.only('a', f)", "t.test('a', { skip: true }, f)", "t.todo('a')"]) {
    t.equal(findSwitchedOff({ path: "test/x.test.ts", text }).length, 1, text);
  }
});

t.test("what only looks like a breach is none", async (t) => {
  const text = `
    // throw new Error("in a comment") of any process
    const a = "throw new Error(process.env.any)";
    const b = \`\${f(\`new Error \${"}"}\`)} new Error(process)\`;
    const c = /new Error(process)[/"]/.test(a) ? Promise.any([]) : { process: 1, any: a.process };
    async function d() { await e(); }
    const f = async () => await d();
    interface G extends Error { readonly process?: number; enum: string }
  `;
  t.strictSame(findForbidden({ path: "src/addr/x.ts", text }, []), []);
  t.strictSame(findForbidden({ path: "src/main.ts", text: "process.exit(1); console.error(1);" }, []), []);
});

t.test("the scanner tells division from a regular expression, and counts lines", async (t) => {
  const tokens = scanTokens('a / b / c;\nreturn /"/g;\n`x\n$' + '{1}`\n"s"');
  t.strictSame(
    tokens.map((token) => `${token.line} ${token.kind} ${token.text}`),
    [
      ...["1 word a", "1 mark /", "1 word b", "1 mark /", "1 word c", "1 mark ;"],
      ...["2 word return", '2 regex /"/g', "2 mark ;", "3 template `x\n$" + "{1}`", '5 string "s"'],
    ],
  );
});
