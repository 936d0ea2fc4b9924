import t from "tap";
import { CniError } from "../../../src/cni/cni-error.ts";
import type { CniPlugin } from "../../../src/cni/skel/plugin.ts";
import { TypedError } from "../../../src/typed-error.ts";
import { fakeEnv, fakePlugin, run } from "./fake-plugin.ts";

// The error table of the reference's skel, row by row: code, msg and details are the contract.
interface Row {
  readonly name: string;
  readonly command: string;
  readonly env?: Record<string, string | undefined>;
  readonly stdin?: string | (() => Uint8Array);
  readonly plugin?: Partial<CniPlugin>;
  readonly error: { readonly code: number; readonly msg: string; readonly details?: string };
}

const ALL = '["0.1.0" "0.2.0" "0.3.0" "0.3.1" "0.4.0" "1.0.0" "1.1.0"]';

const ROWS: readonly Row[] = [
  {
    name: "missing variables, all at once",
    command: "ADD",
    env: { CNI_CONTAINERID: undefined, CNI_NETNS: "", CNI_PATH: undefined },
    error: { code: 4, msg: "required env variables [CNI_CONTAINERID,CNI_NETNS,CNI_PATH] missing" },
  },
  {
    name: "bad container id",
    command: "ADD",
    env: { CNI_CONTAINERID: "../etc" },
    error: { code: 4, msg: "invalid characters in containerID", details: "../etc" },
  },
  {
    name: "long ifname",
    command: "DEL",
    env: { CNI_IFNAME: "x".repeat(16) },
    error: {
      code: 4,
      msg: "interface name is too long",
      details: "interface name should be less than 16 characters",
    },
  },
  {
    name: "stdin that cannot be read",
    command: "ADD",
    stdin: () => {
      throw Object.assign(new Error("EBADF: bad file descriptor, read"), { code: "EBADF", syscall: "read" });
    },
    error: { code: 5, msg: "error reading from stdin: bad file descriptor" },
  },
  {
    name: "no stdin",
    command: "ADD",
    stdin: "",
    error: { code: 6, msg: "error unmarshall network config: unexpected end of JSON input" },
  },
  {
    name: "half a JSON",
    command: "ADD",
    stdin: '{"name":\n"n"',
    error: {
      code: 6,
      msg: "error unmarshall network config: unexpected end of JSON input",
      details: "at line 2, column 4",
    },
  },
  {
    name: "JSON that is no object",
    command: "ADD",
    stdin: "[]",
    error: { code: 6, msg: "error unmarshall network config: expected object, got array" },
  },
  {
    name: "name of the wrong type",
    command: "ADD",
    stdin: '{"name":5}',
    error: { code: 6, msg: "error unmarshall network config: name: expected string, got number 5" },
  },
  { name: "no name", command: "ADD", stdin: "{}", error: { code: 7, msg: "missing network name" } },
  { name: "null", command: "ADD", stdin: "null", error: { code: 7, msg: "missing network name" } },
  { name: "empty name", command: "GC", stdin: '{"name":""}', error: { code: 7, msg: "missing network name" } },
  {
    name: "bad name",
    command: "ADD",
    stdin: '{"name":"../x"}',
    error: { code: 7, msg: "invalid characters found in network name", details: "../x" },
  },
  {
    name: "cniVersion of the wrong type",
    command: "ADD",
    stdin: '{"name":"n","cniVersion":5}',
    error: { code: 6, msg: "decoding version from network config: cniVersion: expected string, got number 5" },
  },
  {
    name: "a version the plugin does not have",
    command: "ADD",
    stdin: '{"name":"n","cniVersion":"9.9.9"}',
    error: { code: 1, msg: "incompatible CNI versions", details: `config is "9.9.9", plugin supports ${ALL}` },
  },
  {
    name: "no version is 0.1.0, which the plugin does not have",
    command: "ADD",
    stdin: '{"name":"n"}',
    plugin: { versions: ["1.0.0"] },
    error: { code: 1, msg: "incompatible CNI versions", details: 'config is "0.1.0", plugin supports ["1.0.0"]' },
  },
  {
    name: "CHECK too old",
    command: "CHECK",
    stdin: '{"name":"n","cniVersion":"0.3.1"}',
    error: { code: 1, msg: "config version does not allow CHECK" },
  },
  {
    name: "CHECK of an old plugin",
    command: "CHECK",
    stdin: '{"name":"n","cniVersion":"1.0.0"}',
    plugin: { versions: ["0.3.1", "0.4.0"] },
    error: { code: 1, msg: "plugin version does not allow CHECK" },
  },
  {
    name: "GC too old",
    command: "GC",
    stdin: '{"name":"n","cniVersion":"1.0.0"}',
    error: { code: 1, msg: "config version does not allow GC" },
  },
  {
    name: "STATUS too old",
    command: "STATUS",
    stdin: '{"name":"n"}',
    error: { code: 1, msg: "config version does not allow STATUS" },
  },
  {
    name: "CHECK with a version that is none",
    command: "CHECK",
    stdin: '{"name":"n","cniVersion":"x"}',
    error: { code: 6, msg: 'failed to convert major version part "x": strconv.Atoi: parsing "x": invalid syntax' },
  },
  { name: "unknown command", command: "FOO", error: { code: 4, msg: "unknown CNI_COMMAND: FOO" } },
  { name: "commands are upper case", command: "add", error: { code: 4, msg: "unknown CNI_COMMAND: add" } },
  {
    name: "unknown command, but a bad name comes first",
    command: "FOO",
    stdin: "{}",
    error: { code: 7, msg: "missing network name" },
  },
  {
    name: "the plugin's own typed error, verbatim",
    command: "ADD",
    plugin: {
      add: async () => {
        throw new CniError(112, "m <x>", { details: "d" });
      },
    },
    error: { code: 112, msg: "m <x>", details: "d" },
  },
  {
    name: "any other error",
    command: "DEL",
    plugin: {
      del: async () => {
        throw new TypeError("oops");
      },
    },
    error: { code: 999, msg: "oops" },
  },
  {
    name: "something thrown that is no error",
    command: "CHECK",
    plugin: { check: () => Promise.reject("text") },
    error: { code: 999, msg: "text" },
  },
  {
    name: "a plugin that throws before it returns a promise",
    command: "STATUS",
    plugin: {
      status: () => {
        throw new CniError(50, "no addresses left");
      },
    },
    error: { code: 50, msg: "no addresses left" },
  },
];

for (const { name, command, env, stdin, plugin, error } of ROWS) {
  t.test(name, async (t) => {
    const options = { env: fakeEnv(command, env) };
    const fake = fakePlugin(plugin);
    const output = await run(fake, stdin === undefined ? options : { ...options, stdin });
    t.strictSame(output.error, error);
    t.equal(output.exitCode, 1);
    t.equal(output.stderr, "");
    t.same(fake.calls, [], "the plugin did not act");
  });
}

t.test("the error object is printed with 4 spaces and no newline", async (t) => {
  const { stdout } = await run(fakePlugin(), { env: fakeEnv("ADD"), stdin: '{"name":"<"}' });
  t.equal(
    stdout,
    '{\n    "code": 7,\n    "msg": "invalid characters found in network name",\n    "details": "\\u003c"\n}',
  );
});

class StepError extends TypedError {
  readonly code: string;
  constructor(code: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

t.test("errors of other layers get their code by their `code`, and the causes as details", async (t) => {
  const enospc = Object.assign(new Error("ENOSPC: no space left on device, write"), {
    ...{ code: "ENOSPC", syscall: "write", errno: -28 },
  });
  const cases: readonly [thrown: unknown, error: object][] = [
    [new StepError("ERR_NETLINK", "add link: EEXIST"), { code: 999, msg: "add link: EEXIST" }],
    [new StepError("ERR_LOCK_TIMEOUT", "lock held by 5"), { code: 11, msg: "lock held by 5" }],
    [new StepError("ERR_JSON_DECODE", "x: expected"), { code: 6, msg: "x: expected" }],
    [new StepError("ERR_ADDRESS_INVALID", "invalid IP"), { code: 7, msg: "invalid IP" }],
    [new StepError("ERR_HOST_LOCAL_RANGE", "bad range"), { code: 7, msg: "bad range" }],
    [new StepError("ERR_NETNS", "gone"), { code: 8, msg: "gone" }],
    [enospc, { code: 5, msg: "ENOSPC: no space left on device, write" }],
    [
      new StepError("ERR_STEP", "reserving 10.1.0.5", enospc),
      { code: 5, msg: "reserving 10.1.0.5", details: "ENOSPC: no space left on device, write" },
    ],
    [
      new StepError("ERR_STEP", "IPAM", new CniError(11, "busy", { details: "by 5" })),
      { code: 11, msg: "IPAM", details: "busy; by 5" },
    ],
    [
      new StepError("ERR_STEP", "a", new StepError("ERR_NETLINK", "b", new Error("c"))),
      { code: 999, msg: "a", details: "b: c" },
    ],
  ];
  for (const [thrown, error] of cases) {
    const output = await run(fakePlugin({ add: () => Promise.reject(thrown) }), { env: fakeEnv("ADD") });
    t.strictSame(output.error, error);
  }
});
