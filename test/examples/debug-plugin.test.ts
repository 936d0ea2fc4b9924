import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import t from "tap";

// The compiled example as a process of its own: what it prints is what a runtime sees, and this is the test of
// run-plugin.ts as well.
const PROGRAM = resolve(fileURLToPath(import.meta.url), "../../../examples/debug-plugin/main.js");

interface Call {
  readonly env?: Record<string, string>;
  readonly stdin?: string;
  /** Redirections of a shell, `2>&-`. */
  readonly redirect?: string;
}

function call(command: string, { env, stdin = "", redirect = "" }: Call = {}) {
  const script = `exec "$NODE" "$PROGRAM" ${redirect}`;
  const { status, stdout, stderr } = spawnSync("/bin/sh", ["-c", script], {
    input: stdin,
    encoding: "utf8",
    env: {
      ...{ PATH: process.env.PATH, NODE: process.execPath, PROGRAM, CNI_COMMAND: command, CNI_CONTAINERID: "abc" },
      ...{ CNI_NETNS: "/gone", CNI_IFNAME: "eth0", CNI_ARGS: "A=b", CNI_PATH: "/opt/cni/bin", ...env },
    },
  });
  return { status, stdout, stderr };
}

function conf(path: string, more = ""): string {
  return `{"cniVersion":"1.1.0","name":"n","type":"debug","cniOutput":${JSON.stringify(path)}${more}}`;
}

t.test("each call is one line in the file, the previous result is passed on", async (t) => {
  const path = join(t.testdir(), "calls");
  const prevResult = `,"prevResult":{"cniVersion":"1.1.0","ips":[{"address":"10.0.0.5/8"}]}`;
  const attachments = ',"cni.dev/valid-attachments":[]';
  const stdins = {
    ADD: conf(path, prevResult),
    CHECK: conf(path, prevResult),
    DEL: conf(path),
    GC: conf(path, attachments),
    STATUS: conf(path),
  };
  for (const [command, stdin] of Object.entries(stdins)) {
    const output = call(command, { stdin });
    const stdout =
      command === "ADD"
        ? '{\n    "cniVersion": "1.1.0",\n    "ips": [\n        {\n            "address": "10.0.0.5/8"\n        }\n    ]\n}'
        : "";
    t.strictSame(output, { status: 0, stdout, stderr: "" }, command);
  }
  const lines = fs.readFileSync(path, "utf8").trimEnd().split("\n");
  t.strictSame(
    lines.map((line) => JSON.parse(line)),
    Object.entries(stdins).map(([command, stdin]) => ({
      ...{ command, containerId: "abc", netns: "/gone", ifname: "eth0", args: "A=b", path: "/opt/cni/bin", stdin },
    })),
  );
});

t.test("without a previous result the result is empty", async (t) => {
  const { stdout } = call("ADD", { stdin: conf(join(t.testdir(), "calls")) });
  t.equal(stdout, '{\n    "cniVersion": "1.1.0"\n}');
});

t.test("errors: one JSON object on stdout, exit code 1", async (t) => {
  const output = call("ADD", { stdin: "{" });
  t.strictSame(output, {
    status: 1,
    stdout:
      '{\n    "code": 6,\n    "msg": "error unmarshall network config: unexpected end of JSON input",\n    "details": "at line 1, column 2"\n}',
    stderr: "",
  });
  t.match(JSON.parse(call("ADD", { stdin: conf("/no/such/folder/x") }).stdout), { code: 5, msg: /ENOENT/ });
  t.match(JSON.parse(call("ADD", { stdin: conf("x").replace('"x"', "5") }).stdout), {
    code: 6,
    msg: "cniOutput: expected string, got number 5",
  });
});

t.test("VERSION and the about text", async (t) => {
  const versions = '"0.1.0","0.2.0","0.3.0","0.3.1","0.4.0","1.0.0","1.1.0"';
  t.strictSame(call("VERSION"), {
    ...{ status: 0, stdout: `{"cniVersion":"1.1.0","supportedVersions":[${versions}]}\n`, stderr: "" },
  });
  const about = call("");
  t.match(about, { status: 0, stdout: "", stderr: /^CNI debug plugin version unknown\nCNI protocol versions / });
});

t.test("closed descriptors", async (t) => {
  const path = join(t.testdir(), "calls");
  const gc = conf(path);
  t.match(call("GC", { stdin: gc }).stderr, "nothing is collected");
  t.match(call("GC", { stdin: gc, redirect: "2>&-" }), { status: 0, stdout: "" });
  t.match(call("GC", { stdin: gc, redirect: "2>/dev/full" }), { status: 0, stdout: "" });
  t.match(call("ADD", { stdin: gc, redirect: "2>&-" }), { status: 0, stdout: /"cniVersion": "1.1.0"/ });
  t.match(JSON.parse(call("ADD", { redirect: "<&-" }).stdout), { code: 6 }, "Node opens /dev/null in its place");
  t.match(JSON.parse(call("ADD", { redirect: "</" }).stdout), {
    code: 5,
    msg: "error reading from stdin: illegal operation on a directory",
  });
});

t.test("a result that cannot be written is no success", async (t) => {
  const stdin = conf(join(t.testdir(), "calls"));
  t.match(call("ADD", { stdin, redirect: ">/dev/full" }), { status: 1, stderr: /writing to stdout: .*ENOSPC/ });
});
