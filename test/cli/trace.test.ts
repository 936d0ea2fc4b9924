import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { encodeMessage } from "../../src/netlink/message/header.ts";
import { linkMessage } from "../../src/netlink/route/link/link-message.ts";
import { refuse, type ScriptedRequest } from "../../src/netlink/testing/index.ts";
import { decodePcap, encodeTrace } from "../../src/netlink/trace/index.ts";
import { EEXIST } from "../../src/netlink/uapi/errno.ts";
import { NETLINK_ROUTE, NLM_F_ACK, NLM_F_REQUEST } from "../../src/netlink/uapi/netlink.ts";
import { RTM_NEWLINK } from "../../src/netlink/uapi/rtnetlink.ts";
import { Writer } from "../../src/netlink/wire/writer.ts";
import { cniTs } from "./cni-ts.ts";

const writer = new Writer();
encodeMessage(writer, { type: RTM_NEWLINK, flags: NLM_F_REQUEST | NLM_F_ACK, seq: 1 }, (body) =>
  linkMessage.encode(body, { flags: 1, change: 1, ifname: "cni0", linkinfo: { kind: "bridge" } }),
);
const request = writer.finish().slice();
const answer = refuse({ seq: 1, type: RTM_NEWLINK, bytes: request } as ScriptedRequest, EEXIST, { offs: 32 });
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const bytes = encodeTrace({
  header: {
    program: "bridge",
    programVersion: "0.1.0",
    machine: { system: "Linux", kernelRelease: "6.18.5", architecture: "x86_64" },
    environment: { CNI_IFNAME: "eth0", CNI_COMMAND: "ADD" },
    startedUnixNs: 1_700_000_000_000_000_000n,
  },
  events: [
    {
      timeNs: 5_000n,
      event: {
        case: "socketOpened",
        value: { domain: 16, type: 3, protocol: NETLINK_ROUTE, result: 7, namespace: "/run/netns/a" },
      },
    },
    { timeNs: 1_234_567n, event: { case: "sent", value: { descriptor: 7, bytes: request } } },
    { timeNs: 1_500_000n, event: { case: "polled", value: { descriptor: 7, result: 1 } } },
    { timeNs: 1_600_000n, event: { case: "received", value: { descriptor: 7, bytes: answer } } },
    { timeNs: 1_700_000n, event: { case: "received", value: { descriptor: 7, result: -105 } } },
    {
      timeNs: 2_000_000n,
      event: { case: "file", value: { operation: "writeFile", path: "/proc/sys/a", data: utf8("1"), result: -2n } },
    },
    { timeNs: 3_000_000_000n, event: { case: "outcome", value: { exitCode: 1, output: utf8("{}") } } },
  ],
});

const folder = t.testdir({});
const path = (name: string): string => join(folder, name);
writeFileSync(path("run.nltrace"), bytes);

t.test("show: a line for each message", async (t) => {
  const { stdout, status } = cniTs(["trace", "show", path("run.nltrace")]);
  t.equal(status, 0);
  t.strictSame(stdout.split("\n"), [
    "# bridge 0.1.0, Linux 6.18.5 x86_64, 2023-11-14T22:13:20.000Z",
    "# CNI_COMMAND=ADD CNI_IFNAME=eth0",
    "0.000005  socket NETLINK_ROUTE in /run/netns/a = 7",
    '0.001234  → 7 ROUTE RTM_NEWLINK seq 1 REQUEST|ACK flags=UP change=UP ifname="cni0" linkinfo={kind="bridge"}',
    "0.001600  ← 7 ROUTE NLMSG_ERROR seq 1 CAPPED|ACK_TLVS RTM_NEWLINK: EEXIST (file exists); at attribute ifname",
    "0.001700  ← 7 ROUTE ENOBUFS",
    '0.002000  writeFile /proc/sys/a "1" = ENOENT',
    '3.000000  stdout "{}"',
    "3.000000  exit 1",
    "",
  ]);
});

t.test("show --verbose: also what is zero, and small events", async (t) => {
  const { stdout } = cniTs(["trace", "show", "--verbose", path("run.nltrace")]);
  t.match(stdout, /RTM_NEWLINK seq 1 pid 0 REQUEST\|ACK family=0 type=0 index=0 flags=1 change=1 ifname="cni0"/);
  t.match(stdout, /0\.001500 {2}polled descriptor=7 events=0 timeoutMs=0 result=1/);
});

t.test("show --json: one object a line", async (t) => {
  const { stdout, status } = cniTs(["trace", "show", "--json", path("run.nltrace")]);
  t.equal(status, 0);
  const objects = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);
  t.equal(objects.length, 8);
  t.match(objects[0], { program: "bridge", environment: { CNI_COMMAND: "ADD" }, machine: { system: "Linux" } });
  t.match(objects[2], {
    timeNs: 1234567,
    event: "sent",
    protocol: "NETLINK_ROUTE",
    bytes: Buffer.from(request).toString("hex"),
    messages: [{ name: "RTM_NEWLINK", body: { ifname: "cni0", linkinfo: { kind: "bridge" } } }],
  });
  t.match(objects[4], {
    messages: [{ outcome: { errnoName: "EEXIST", attribute: "ifname", request: "RTM_NEWLINK" } }],
  });
  t.match(objects[6], { event: "file", path: "/proc/sys/a", data: "31", result: -2 });
  t.notMatch(stdout, "$typeName");
});

t.test("to-pcap and from-pcap", async (t) => {
  t.equal(cniTs(["trace", "to-pcap", path("run.nltrace"), path("run.pcap")]).status, 0);
  t.match(decodePcap(readFileSync(path("run.pcap"))).packets, [
    { timeNs: 1_700_000_000_001_234_567n, direction: "sent", protocol: NETLINK_ROUTE },
    { direction: "received" },
  ]);
  t.equal(cniTs(["trace", "from-pcap", path("run.pcap"), path("captured.nltrace")]).status, 0);
  t.match(cniTs(["trace", "show", path("captured.nltrace")]).stdout, /0\.000000 {2}→ ROUTE RTM_NEWLINK seq 1 .*cni0/);
});

t.test("what is wrong is said in one line, with the place, after what could be read", async (t) => {
  writeFileSync(path("cut.nltrace"), bytes.subarray(0, bytes.length - 3));
  const cut = cniTs(["trace", "show", path("cut.nltrace")]);
  t.equal(cut.status, 1);
  t.match(cut.stdout, /ENOENT/);
  t.notMatch(cut.stdout, /exit/);
  t.match(cut.stderr, /^cni-ts trace show: trace, byte \d+: a message of \d+ bytes, and the file has \d+ more\n$/);
  t.match(cniTs(["trace", "to-pcap", path("cut.nltrace"), path("cut.pcap")]), {
    status: 1,
    stderr: /trace, byte \d+:/,
  });
  t.equal(decodePcap(readFileSync(path("cut.pcap"))).packets.length, 2);

  writeFileSync(path("foreign"), "{}");
  const wrong = [
    [["show", path("foreign")], /^cni-ts trace show: trace, byte 0: no trace/],
    [["to-pcap", path("foreign"), path("out")], /^cni-ts trace to-pcap: trace, byte 0: no trace/],
    [["from-pcap", path("foreign"), path("out")], /^cni-ts trace from-pcap: pcap, byte 0: no pcap/],
    [["from-pcap", path("run.nltrace"), path("out")], /^cni-ts trace from-pcap: pcap, byte 0: no pcap/],
    [["show", path("absent")], /^cni-ts trace show: .*ENOENT/],
  ] as const;
  for (const [args, message] of wrong) t.match(cniTs(["trace", ...args]), { status: 1, stdout: "", stderr: message });

  // The header's format version is its first member.
  const newer = bytes.map((byte, at) => (bytes[at - 1] === 8 && at < 14 ? 99 : byte));
  writeFileSync(path("newer"), newer);
  t.match(cniTs(["trace", "show", path("newer")]), {
    status: 1,
    stderr: /format version 99; this program reads up to 1/,
  });
  t.match(cniTs(["trace", "show", "--json", path("foreign")]), { status: 1, stdout: /"msg": ".*trace, byte 0/ });
});
