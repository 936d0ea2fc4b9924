import { writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { readDatagrams } from "../../src/cli/netlink/decode-input.ts";
import { merge } from "../../src/cli/netlink/merge.ts";
import { hex, toHex } from "../netlink/bytes.ts";
import { rejects, throws } from "../netlink/errors.ts";
import { cniTs } from "./cni-ts.ts";

/** RTM_GETLINK of "lo", and the beginning of a batch of nf_tables. */
const GETLINK = "28000000 1200 0500 07000000 00000000 00000000000000000000000000000000 0700 0300 6c6f0000";
const BATCH = "14000000 1000 0100 01000000 00000000 0000000a";

t.test("how bytes are written down", async (t) => {
  const bytes = hex(GETLINK);
  const file = (text: string) => new TextEncoder().encode(text);
  const base64 = Buffer.from(bytes).toString("base64");
  for (const [name, written] of [
    ["hex", toHex(bytes)],
    ["hex in upper case, by words and lines", `${GETLINK.toUpperCase()}\n`.replaceAll(" ", "\n")],
    ["hex by bytes", [...bytes].map((byte) => `0x${byte.toString(16).padStart(2, "0")}`).join(", ")],
    ["hex with colons", [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(":")],
    ["base64", base64],
    ["base64 on several lines", `${base64.slice(0, 20)}\n${base64.slice(20)}\n`],
  ] as const) {
    t.equal(toHex(readDatagrams(file(written))), toHex(bytes), name);
  }
  t.equal(toHex(readDatagrams(bytes)), toHex(bytes), "binary");
  t.equal(toHex(readDatagrams(file("abcd"), "base64")), "69b71d");
  t.equal(toHex(readDatagrams(file("abcd"), "binary")), "61626364");
  throws(t, () => readDatagrams(file("abc"), "hex"), { code: "ERR_CLI_USAGE", message: 'not hex: "abc"' });
  throws(t, () => readDatagrams(file("ab="), "base64"), { code: "ERR_CLI_USAGE", message: 'not base64: "ab="' });
  throws(t, () => readDatagrams(bytes, "base64"), { code: "ERR_CLI_USAGE" });
});

t.test("decode: text and JSON, from a file and from standard input", async (t) => {
  const folder = t.testdir();
  const path = join(folder, "bytes");
  writeFileSync(path, hex(GETLINK + GETLINK));
  const line = 'RTM_GETLINK seq 7 REQUEST|ACK ifname="lo"\n';
  t.match(cniTs(["netlink", "decode", path]), { status: 0, stdout: line + line, stderr: "" });
  t.match(cniTs(["netlink", "decode"], { input: GETLINK }), { status: 0, stdout: line });
  t.match(cniTs(["netlink", "decode", "-"], { input: BATCH }).stdout, /^NFNL_MSG_BATCH_BEGIN seq 1 REQUEST /);
  t.match(cniTs(["netlink", "decode", "--protocol", "netfilter"], { input: GETLINK }).stdout, /^type 18 seq 7 /);
  t.match(cniTs(["netlink", "decode", "--verbose"], { input: GETLINK }).stdout, / pid 0 .* family=0 /);
  const printed = JSON.parse(cniTs(["netlink", "decode", "--json"], { input: GETLINK }).stdout);
  t.match(printed, [{ name: "RTM_GETLINK", offset: 0, length: 40, seq: 7, body: { index: 0, ifname: "lo" } }]);
});

t.test("decode: what is none of it", async (t) => {
  for (const [input, args, status, stderr] of [
    ["", [], 2, "nothing to decode"],
    [GETLINK.slice(0, 20), [], 1, /no message at offset 0: .* does not fit/],
    [`${GETLINK} 03000000`, [], 1, /no message at offset 40: /],
    ["zz", ["--format", "hex"], 2, 'not hex: "zz"'],
    [GETLINK, ["--protocol", "tree"], 2, 'protocol "tree": expected route, netfilter or a number'],
    [GETLINK, ["--format", "octal"], 2, /Allowed choices are hex, base64, binary/],
    ["", ["/no/such/file"], 1, /ENOENT.*\/no\/such\/file/],
    ["", ["/"], 1, /EISDIR/],
  ] as const) {
    t.match(cniTs(["netlink", "decode", ...args], { input }), { status, stderr }, `${input} ${args.join(" ")}`);
  }
  const both = cniTs(["netlink", "decode"], { input: `${GETLINK} 03000000` });
  t.match(both.stdout, /^RTM_GETLINK .*\nno message /, "what can be read is printed all the same");
});

t.test("merging lists", async (t) => {
  async function* list(values: readonly number[], failure?: Error) {
    yield* values;
    if (failure !== undefined) throw failure;
  }
  const all: number[] = [];
  for await (const value of merge([list([1, 2]), list([]), list([3])])) all.push(value);
  t.strictSame(all.sort(), [1, 2, 3]);
  const failing = async () => {
    for await (const _ of merge([list([1]), list([2], new RangeError("broken"))]));
  };
  await rejects(t, failing(), { message: "broken" });
});
