import type { ConformanceCase, Step } from "../case.ts";
import type { JsonObject } from "../json.ts";

/** The plugins whose protocol handling is compared: the code is shared, but each has its own entry. */
const PLUGINS = ["bridge", "ptp", "host-local", "static", "loopback"] as const;

const LO: JsonObject = { cniVersion: "1.1.0", name: "net", type: "loopback" };

function withEnv(label: string, env: Readonly<Record<string, string | null>>, verb = "ADD"): Step {
  return { verb, label: `${verb} ${label}`, env };
}

function withStdin(label: string, stdin: string): Step {
  return { verb: "ADD", label: `ADD ${label}`, stdin };
}

function withVersion(verb: string, cniVersion: string): Step {
  return { verb, label: `${verb} of ${cniVersion}`, config: { cniVersion } };
}

export const PROTOCOL_CASES: readonly ConformanceCase[] = [
  ...PLUGINS.map((type) => ({
    name: `protocol/version-verb-${type}`,
    config: { cniVersion: "1.1.0", name: "net", type },
    steps: [
      { verb: "VERSION" },
      withEnv("alone", { CNI_CONTAINERID: null, CNI_NETNS: null, CNI_IFNAME: null, CNI_PATH: null }, "VERSION"),
      { verb: "VERSION", label: "VERSION with bad stdin", stdin: "{" },
    ],
  })),
  {
    name: "protocol/about",
    config: LO,
    steps: [
      {
        verb: "",
        label: "no command",
        stdin: "",
        env: { CNI_COMMAND: null, CNI_CONTAINERID: null, CNI_NETNS: null, CNI_IFNAME: null, CNI_PATH: null },
      },
    ],
  },
  {
    name: "protocol/environment-missing",
    config: LO,
    steps: [
      withEnv("nothing set", { CNI_CONTAINERID: null, CNI_NETNS: null, CNI_IFNAME: null, CNI_PATH: null }),
      withEnv("without id", { CNI_CONTAINERID: null }),
      withEnv("empty id", { CNI_CONTAINERID: "" }),
      withEnv("without netns", { CNI_NETNS: null }),
      withEnv("without path", { CNI_PATH: null }),
      withEnv("without netns and ifname", { CNI_NETNS: null, CNI_IFNAME: null }, "CHECK"),
      withEnv("without id and ifname", { CNI_CONTAINERID: null, CNI_IFNAME: null }, "DEL"),
      withEnv("without path", { CNI_PATH: null }, "GC"),
      withEnv("without path", { CNI_PATH: null }, "STATUS"),
    ],
  },
  {
    name: "protocol/environment-malformed",
    config: LO,
    steps: [
      withEnv("id path", { CNI_CONTAINERID: "../../etc" }),
      withEnv("id slash", { CNI_CONTAINERID: "a/b" }),
      withEnv("id newline", { CNI_CONTAINERID: "abc\n" }),
      withEnv("ifname long", { CNI_IFNAME: "sixteen-letters-" }),
      withEnv("ifname long in bytes", { CNI_IFNAME: "éééééééé" }),
      withEnv("ifname dots", { CNI_IFNAME: ".." }),
      withEnv("ifname slash", { CNI_IFNAME: "a/b" }),
      withEnv("ifname colon", { CNI_IFNAME: "a:b" }),
      withEnv("ifname space", { CNI_IFNAME: "a b" }),
      withEnv("ifname no-break space", { CNI_IFNAME: "a\u00a0b" }),
      withEnv("ifname and path", { CNI_IFNAME: "a b", CNI_PATH: null }),
    ],
  },
  {
    name: "protocol/unknown-command",
    config: LO,
    steps: [
      { verb: "EXPLODE" },
      { verb: "add", label: "lower case" },
      { verb: "EXPLODE", label: "EXPLODE with bad stdin", stdin: "{" },
    ],
  },
  {
    name: "protocol/stdin",
    config: LO,
    steps: [
      withStdin("empty", ""),
      withStdin("half", '{"cniVersion":"1.1.0","na'),
      withStdin("text", "hello"),
      withStdin("array", "[]"),
      withStdin("string", '"x"'),
      withStdin("null", "null"),
      withStdin("two values", '{"cniVersion":"1.1.0","name":"net"} {}'),
      withStdin("trailing comma", '{"name":"net",}'),
      withStdin("name number", '{"cniVersion":"1.1.0","name":5}'),
      withStdin("name absent", '{"cniVersion":"1.1.0"}'),
      withStdin("name empty", '{"cniVersion":"1.1.0","name":""}'),
      withStdin("name path", '{"cniVersion":"1.1.0","name":"../net"}'),
      withStdin("name space", '{"cniVersion":"1.1.0","name":"my net"}'),
      withStdin("name markup", '{"cniVersion":"1.1.0","name":"<&>\\u2028"}'),
      withStdin("version number", '{"cniVersion":1,"name":"net"}'),
      withStdin("keys twice", '{"cniVersion":"0.4.0","name":"net","type":"loopback","cniVersion":"1.0.0"}'),
      withStdin("invalid UTF-8 escape", '{"cniVersion":"1.1.0","name":"\\ud800"}'),
    ],
  },
  {
    name: "protocol/versions",
    config: LO,
    steps: [
      withVersion("ADD", "9.9.9"),
      withVersion("ADD", "1.1"),
      withVersion("DEL", "0.5.0"),
      withVersion("CHECK", "0.3.1"),
      withVersion("CHECK", "9.9.9"),
      withVersion("CHECK", "x.y.z"),
      withVersion("CHECK", "1.2.3.4"),
      withVersion("GC", "1.0.0"),
      withVersion("GC", "1.1.0"),
      withVersion("STATUS", "0.4.0"),
      withVersion("STATUS", "1.1.0"),
      withVersion("STATUS", "2.0.0"),
    ],
  },
  {
    name: "protocol/same-namespace-override",
    config: LO,
    steps: [
      { verb: "ADD", env: { CNI_NETNS: "/run/netns/host", CNI_NETNS_OVERRIDE: "1" } },
      { verb: "DEL", env: { CNI_NETNS: "/run/netns/host", CNI_NETNS_OVERRIDE: "true" } },
    ],
  },
  {
    name: "protocol/same-namespace",
    config: LO,
    steps: [
      { verb: "ADD", env: { CNI_NETNS: "/run/netns/host" } },
      { verb: "DEL", env: { CNI_NETNS: "/run/netns/host" } },
    ],
  },
];
