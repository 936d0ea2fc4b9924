import { mkdirSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { RE2JS } from "re2js";
import t from "tap";
import { CniError } from "../../../src/cni/cni-error.ts";
import { refuseUnlisted } from "../../../src/plugins/tuning/allowlist.ts";

const FILE = `${t.testdir({ none: "" })}/allowlist.conf`;

async function outcome(content: string, ...names: readonly string[]): Promise<string> {
  writeFileSync(FILE, content);
  try {
    await refuseUnlisted(names, FILE);
    return "allowed";
  } catch (error) {
    return error instanceof CniError ? `${error.cniCode} ${error.msg}` : `unexpected: ${error}`;
  }
}

t.test("without the file all are allowed, with an empty one none", async (t) => {
  t.equal(await refuseUnlisted(["net.a"], `${FILE}.none`), undefined);
  t.equal(
    await outcome(" \n\t\n", "net.a"),
    "7 Sysctl net.a is not allowed. Only the following sysctls are allowed: []",
  );
  t.equal(await outcome(""), "allowed", "no sysctl");
  mkdirSync(`${FILE}.folder`);
  const failed = { code: "ERR_CNI_IO_FAILURE", message: /failed to read .*: illegal operation on a directory/ };
  await t.rejects(refuseUnlisted([], `${FILE}.folder`), failed);
});

t.test("lines are expressions that may match anywhere in the name as it was written", async (t) => {
  const list = "  ^net\\.ipv4\\.conf\\.IFNAME\\.[a-z_]*$ \r\n\nsomaxconn\n";
  for (const name of ["net.ipv4.conf.IFNAME.arp_filter", "net.core.somaxconn", "net/core/somaxconn_more"]) {
    t.equal(await outcome(list, name), "allowed", name);
  }
  const only = "Only the following sysctls are allowed: [^net\\.ipv4\\.conf\\.IFNAME\\.[a-z_]*$ somaxconn]";
  for (const name of ["net.ipv4.conf.eth0.arp_filter", "net/ipv4/conf/IFNAME/arp_filter", "net.ipv4.conf.IFNAME.x1"]) {
    t.equal(await outcome(list, "net.core.somaxconn", name), `7 Sysctl ${name} is not allowed. ${only}`, name);
  }
});

t.test("what RE2 has and JavaScript has not, and the other way round", async (t) => {
  const cases: readonly [pattern: string, name: string, allowed: boolean][] = [
    ["(?P<what>somaxconn)\\z", "net.core.somaxconn", true],
    ["(?i)SOMAX", "net.core.somaxconn", true],
    ["^\\Qnet.core\\E", "net.core.somaxconn", true],
    ["^\\Qnet.core\\E", "net/core/somaxconn", false],
    ["^[[:alpha:].]+$", "net.core.somaxconn", true],
    ["^net\\.(core|ipv4)\\.", "net.ipv4.x", true],
    ["^net\\.(core|ipv4)\\.", "net.ipv6.x", false],
    ["\\pL", "net", true],
    ["^(([a-z.])+)+$", `${"a".repeat(5000)}!`, false],
    ["a.*a.*a.*a.*a.*a.*b", "a".repeat(5000), false],
  ];
  for (const [pattern, name, allowed] of cases) {
    t.match(await outcome(pattern, name), allowed ? /^allowed$/ : /^7 Sysctl .* is not allowed/, pattern);
  }
});

t.test("a line that is no expression of RE2 is an error, when it is reached", async (t) => {
  const cases: readonly [pattern: string, reason: string][] = [
    ["(", "missing closing ): `(`"],
    ["(?=net)", "invalid or unsupported Perl syntax: `(?=`"],
    ["[z-a]", "invalid character class range: `z-a`"],
    ["a**", "invalid nested repetition operator: `**`"],
    ["(a)\\1", "invalid escape sequence: `\\1`"],
  ];
  for (const [pattern, reason] of cases) {
    t.equal(await outcome(pattern, "net.a"), `6 ${FILE}: error parsing regexp: ${reason}`, pattern);
    t.equal(await outcome(`net\n${pattern}`, "net.a"), "allowed", `${pattern} behind one that matches`);
  }
});

t.test("expressions that RegExp is trusted with mean the same to RE2", async () => {
  const atom = fc.oneof(
    fc.constantFrom(
      "n",
      "e",
      "t",
      ".",
      "/",
      "_",
      "-",
      "0",
      "\\.",
      "\\/",
      "\\-",
      "[a-z]",
      "[a-z_0-9]",
      "[./]",
      "[net.]",
    ),
    fc.constantFrom("net", "ipv4", "IFNAME"),
  );
  const piece = fc.tuple(atom, fc.constantFrom("", "", "", "*", "+", "?")).map(([text, repeat]) => text + repeat);
  const pattern = fc
    .tuple(fc.constantFrom("", "^"), fc.array(piece, { maxLength: 6 }), fc.constantFrom("", "$"))
    .map(([start, pieces, end]) => start + pieces.join("") + end);
  const name = fc.array(fc.constantFrom("net", "ipv4", "IFNAME", ".", "/", "_", "-", "x", "0", " "), {
    minLength: 1,
    maxLength: 8,
  });
  await fc.assert(
    fc.asyncProperty(pattern, name, async (text, parts) => {
      const joined = parts.join("");
      // An empty line is none.
      if (text === "") return true;
      return ((await outcome(text, joined)) === "allowed") === RE2JS.compile(text).matcher(joined).find();
    }),
    { numRuns: 1000 },
  );
});
