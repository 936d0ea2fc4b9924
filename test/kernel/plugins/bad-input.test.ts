import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { guardHost } from "../../harness/host-guard.ts";
import { needs } from "../../harness/needs.ts";
import { ip, readLinks, tryRunIn } from "../../harness/netns.ts";
import { environment, makePlace, OURS } from "./call.ts";
import { listLeases, readWorld } from "./world.ts";

needs({ kernel: ["bridge", "veth", "ipv6"], tools: ["mount"], files: [`${OURS}/bridge`] }, t);
guardHost(t);
t.setTimeout(120_000);

/** One call, the JSON on stdin as it is, or an environment that overrides; `undefined` takes a variable away. */
interface BadCall {
  readonly name: string;
  readonly config?: object;
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly code: number;
  readonly msg: string | RegExp;
}

const place = makePlace(t);
const { host, container, dataDir } = place;
const ipam = { type: "host-local", dataDir, subnet: "10.1.0.0/30" };
const base = { cniVersion: "1.1.0", name: "net", type: "bridge", bridge: "br0", isGateway: true, ipam };
ip(host, "link add other type veth peer name other-peer");
ip(container, "link add taken type veth peer name taken-peer");
const torn = join(dataDir, "torn");
mkdirSync(torn);
// What the reference leaves behind when it dies between creating a lease and writing it.
for (const address of ["10.1.0.1", "10.1.0.2"]) writeFileSync(join(torn, address), "");

const missing = "required env variables [CNI_CONTAINERID,CNI_NETNS,CNI_IFNAME,CNI_PATH] missing";
const none = { CNI_CONTAINERID: undefined, CNI_NETNS: undefined, CNI_IFNAME: "", CNI_PATH: "" };
const path = (text: string) => ({ ...base, ipam: { ...ipam, dataDir: text } });

const CALLS: readonly BadCall[] = [
  { name: "nothing on stdin", stdin: "", code: 6, msg: /^error unmarshall network config: unexpected end of JSON/ },
  { name: "half a JSON", stdin: '{"cniVersion":"1.1', code: 6, msg: /^error unmarshall network config: / },
  { name: "no object", stdin: "[1]", code: 6, msg: /^error unmarshall network config: / },
  { name: "a wrong type", config: { ...base, mtu: "x" }, code: 6, msg: /mtu: expected integer, got string "x"/ },
  { name: "a wrong type within", config: { ...base, vlanTrunk: [{ id: "1" }] }, code: 6, msg: /vlanTrunk\[0\]\.id/ },
  { name: "a wrong type of IPAM", config: { ...base, ipam: 5 }, code: 6, msg: /ipam/ },
  { name: "an unknown command", env: { CNI_COMMAND: "FOO" }, code: 4, msg: "unknown CNI_COMMAND: FOO" },
  { name: "no environment", env: none, code: 4, msg: missing },
  { name: "container id", env: { CNI_CONTAINERID: "../x" }, code: 4, msg: "invalid characters in containerID" },
  { name: "ifname", env: { CNI_IFNAME: "../x" }, code: 4, msg: /^interface name contains \/ or :/ },
  { name: "long ifname", env: { CNI_IFNAME: "sixteen-bytes-xx" }, code: 4, msg: "interface name is too long" },
  { name: "network name", config: { ...base, name: "../x" }, code: 7, msg: "invalid characters found in network name" },
  { name: "no network name", config: { ...base, name: "" }, code: 7, msg: "missing network name" },
  { name: "a dataDir that is a file", config: path("/etc/passwd"), code: 5, msg: /\/etc\/passwd/ },
  { name: "a namespace that is gone", env: { CNI_NETNS: "/run/netns/none" }, code: 8, msg: /failed to Statfs/ },
  { name: "a namespace that is a file", env: { CNI_NETNS: "/etc/passwd" }, code: 8, msg: /unknown FS magic/ },
  { name: "a namespace of another kind", env: { CNI_NETNS: "/proc/self/ns/uts" }, code: 8, msg: /.+/ },
  { name: "the host's own namespace", env: { CNI_NETNS: host.path }, code: 8, msg: /should not be the same$/ },
  {
    name: "another link's name",
    config: { ...base, bridge: "other" },
    code: 7,
    msg: /already exists but is not a bridge$/,
  },
  {
    name: "an occupied ifname",
    env: { CNI_IFNAME: "taken" },
    code: 4,
    msg: 'container veth name ("taken") already exists',
  },
  {
    name: "overlapping ranges",
    config: { ...base, ipam: { ...ipam, ranges: [[{ subnet: "10.1.0.0/24" }]] } },
    code: 7,
    msg: /overlap/,
  },
  { name: "an impossible MTU", config: { ...base, mtu: 20 }, code: 999, msg: /^failed to make veth pair: / },
  { name: "an unknown version", config: { ...base, cniVersion: "9.9.9" }, code: 1, msg: "incompatible CNI versions" },
  {
    name: "a MAC of a group",
    config: { ...base, runtimeConfig: { mac: "01:00:00:00:00:01" } },
    code: 999,
    msg: /^failed to make veth pair: cannot assign requested address$/,
  },
];

t.test("each is one JSON object on stdout, exit code 1, and nothing changed", async (t) => {
  const look = () => readWorld([host, container], [dataDir]);
  const before = look();
  for (const { name, config = base, stdin = JSON.stringify(config), env = {}, code, msg } of CALLS) {
    const all = { ...environment({ host, netns: container, verb: "ADD", config: base }), ...env };
    const outcome = tryRunIn(host, [join(OURS, "bridge")], { input: stdin, env: all });
    t.equal(outcome.status, 1, name);
    const printed = JSON.parse(outcome.stdout);
    t.match(printed, { code, msg }, name);
    t.strictSame(
      Object.keys(printed).filter((key) => !["code", "msg", "details"].includes(key)),
      [],
      name,
    );
    t.equal(outcome.stderr, "", name);
    t.strictSame(look(), before, `${name}: nothing changed`);
  }
});

t.test("a full disk leaves nothing", async (t) => {
  const script = [
    "mount -t tmpfs -o size=4k,nr_inodes=3 tmpfs /mnt",
    "mkdir /mnt/net && : > /mnt/net/lock && head -c 4096 /dev/zero > /mnt/fill 2>/dev/null",
    `exec ${join(OURS, "bridge")}`,
  ].join("; ");
  const config = { ...base, bridge: "full0", ipam: { ...ipam, dataDir: "/mnt" } };
  const before = readWorld([host, container], [dataDir]);
  const command = ["ip", "netns", "exec", host.name, "unshare", "--mount", "sh", "-c", script];
  const outcome = spawnSync(command[0] ?? "", command.slice(1), {
    input: JSON.stringify(config),
    encoding: "utf8",
    env: environment({ host, netns: container, verb: "ADD", config }),
  });
  t.equal(outcome.status, 1, outcome.stderr);
  t.match(JSON.parse(outcome.stdout), { code: 5, msg: /no space left on device|cannot/ });
  t.strictSame(readWorld([host, container], [dataDir]), before);
});

t.test("an exhausted range changes nothing; torn leases are free", async (t) => {
  const run = (verb: "ADD" | "DEL", id: string, config: object = base) =>
    tryRunIn(host, [join(OURS, "bridge")], {
      input: JSON.stringify(config),
      env: environment({ host, netns: container, verb, config: base, id, ifname: id }),
    });
  t.equal(run("ADD", "one").status, 0);
  // The links of the first one are still settling: names and leases say enough.
  const look = () => [readLinks(host), readLinks(container)].map((links) => links.map(({ ifname }) => ifname));
  const before = [...look(), listLeases(dataDir)];
  t.match(JSON.parse(run("ADD", "two").stdout), { code: 11 });
  t.strictSame([...look(), listLeases(dataDir)], before);
  t.equal(run("DEL", "one").status, 0);
  const other = run("ADD", "three", { ...base, name: "torn" });
  t.match(JSON.parse(other.stdout), { ips: [{ address: "10.1.0.2/30" }] }, other.stdout);
  t.equal(run("DEL", "three", { ...base, name: "torn" }).status, 0);
});
