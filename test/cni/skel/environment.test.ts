import t from "tap";
import { CniError } from "../../../src/cni/cni-error.ts";
import { type Environment, readEnvironment } from "../../../src/cni/skel/environment.ts";
import { fakeEnv } from "./fake-plugin.ts";

function refusal(env: Environment): string {
  try {
    readEnvironment(env);
    return "(no error)";
  } catch (error) {
    return error instanceof CniError ? [error.cniCode, error.msg, error.details].join(" | ") : `unexpected: ${error}`;
  }
}

// The environment table of the reference's skel.
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  ADD: ["CNI_CONTAINERID", "CNI_NETNS", "CNI_IFNAME", "CNI_PATH"],
  CHECK: ["CNI_CONTAINERID", "CNI_NETNS", "CNI_IFNAME", "CNI_PATH"],
  DEL: ["CNI_CONTAINERID", "CNI_IFNAME", "CNI_PATH"],
  GC: ["CNI_PATH"],
  STATUS: ["CNI_PATH"],
  VERSION: [],
  FOO: [],
};

const ALL = ["CNI_CONTAINERID", "CNI_NETNS", "CNI_IFNAME", "CNI_ARGS", "CNI_PATH", "CNI_NETNS_OVERRIDE"];

for (const [command, required] of Object.entries(REQUIRED)) {
  t.test(`${command}: required variables`, async (t) => {
    for (const name of ALL) {
      for (const missing of [undefined, ""]) {
        const expected = required.includes(name) ? `4 | required env variables [${name}] missing | ` : "(no error)";
        t.equal(refusal(fakeEnv(command, { [name]: missing })), expected, `${name} ${missing}`);
      }
    }
    const all = refusal({ CNI_COMMAND: command });
    t.equal(
      all,
      required.length === 0 ? "(no error)" : `4 | required env variables [${required.join(",")}] missing | `,
    );
  });
}

t.test("no command is a missing variable as well", async (t) => {
  t.equal(refusal({}), "4 | required env variables [CNI_COMMAND] missing | ");
});

t.test("container ids", async (t) => {
  for (const id of ["a", "A9_.-x", "0"]) t.equal(refusal(fakeEnv("ADD", { CNI_CONTAINERID: id })), "(no error)", id);
  for (const id of ["../x", "a/b", ".a", "-a", "_a", "a b", "a\n", "é", "a\u0000", "a;b"]) {
    t.equal(refusal(fakeEnv("DEL", { CNI_CONTAINERID: id })), `4 | invalid characters in containerID | ${id}`, id);
  }
});

t.test("interface names", async (t) => {
  const slash = "4 | interface name contains / or : or whitespace characters | ";
  const long = "4 | interface name is too long | interface name should be less than 16 characters";
  const cases: readonly [ifname: string, outcome: string][] = [
    ["eth0", "(no error)"],
    ["123456789012345", "(no error)"],
    ["é", "(no error)"],
    ["a@b", "(no error)"],
    ["...", "(no error)"],
    ["1234567890123456", long],
    ["éééééééé", long],
    [".", "4 | interface name is . or .. | "],
    ["..", "4 | interface name is . or .. | "],
    ["a/b", slash],
    ["../x", slash],
    ["a:b", slash],
    ["a b", slash],
    ["a\tb", slash],
    ["a\n", slash],
    ["a\u0085", slash],
    ["a\u00a0", slash],
    ["a\u3000", slash],
    ["a\ufeff", "(no error)"],
  ];
  for (const [ifname, outcome] of cases) {
    t.equal(refusal(fakeEnv("ADD", { CNI_IFNAME: ifname })), outcome, JSON.stringify(ifname));
  }
});

t.test("a malformed value is told before what is missing", async (t) => {
  const env = fakeEnv("ADD", { CNI_CONTAINERID: "/", CNI_PATH: "" });
  t.equal(refusal(env), "4 | invalid characters in containerID | /");
});

t.test("values that are not required are not validated", async (t) => {
  t.equal(refusal(fakeEnv("GC", { CNI_CONTAINERID: "../x", CNI_IFNAME: "a/b" })), "(no error)");
});

t.test("values", async (t) => {
  t.strictSame(readEnvironment({ ...fakeEnv("ADD"), OTHER: "x" }), {
    ...{ command: "ADD", containerId: "abc", netns: "/proc/1/ns/nowhere", ifname: "eth0" },
    ...{ args: "A=b", path: "/opt/cni/bin", allowOwnNetns: false },
  });
  for (const yes of ["1", "true", "TRUE", "tRue"]) {
    t.equal(readEnvironment(fakeEnv("ADD", { CNI_NETNS_OVERRIDE: yes })).allowOwnNetns, true, yes);
  }
  for (const no of ["0", "yes", "false", " 1"]) {
    t.equal(readEnvironment(fakeEnv("ADD", { CNI_NETNS_OVERRIDE: no })).allowOwnNetns, false, no);
  }
});
