import t from "tap";
import { guardHost } from "../../harness/host-guard.ts";
import { needs } from "../../harness/needs.ts";
import { makeNetns, runIn, type TestNetns } from "../../harness/netns.ts";
import { type Answer, type Json, OURS, type Verb } from "./call.ts";
import { inParallel, startCall } from "./parallel.ts";
import { startRival } from "./rival.ts";

needs({ kernel: ["bridge", "nftables"], tools: ["nft", "iptables", "iptables-save"], files: [`${OURS}/firewall`] }, t);
guardHost(t);
t.setTimeout(300_000);

const AT_A_TIME = 32;
const BACKENDS = ["iptables", "nftables"] as const;

/** Rules that come and go, in the chains and tables that the plugin works on, and elsewhere. */
const RIVALS = [
  "iptables -A FORWARD -s 198.51.100.1 -j ACCEPT; iptables -D FORWARD -s 198.51.100.1 -j ACCEPT",
  "ip6tables -I FORWARD -s 2001:db8::2 -j ACCEPT; ip6tables -D FORWARD -s 2001:db8::2 -j ACCEPT",
  "nft add rule inet cni_firewall CNI-ADMIN ip saddr 198.51.100.1 drop; nft flush chain inet cni_firewall CNI-ADMIN",
  "nft 'add table ip rival; add chain ip rival c'; nft delete table ip rival",
];

/** Everything that did not end well. */
const failures = (answers: readonly Answer[]) => answers.filter(({ status, stderr }) => status !== 0 || stderr !== "");

/** Attachments of both families, of two bridges. */
function attachments(host: TestNetns, backend: string, count: number) {
  return Array.from({ length: count }, (_, index) => {
    const addresses = [`10.1.0.${index + 2}/16`, `fd00:1::${(index + 2).toString(16)}/64`];
    const interfaces = [{ name: `br${index % 2}` }, { name: "eth0", sandbox: "/run/netns/box" }];
    const ips = addresses.map((address) => ({ address, interface: 1 }));
    const prevResult: Json = { cniVersion: "1.0.0", interfaces, ips };
    const config = {
      cniVersion: "1.0.0",
      name: "net",
      type: "firewall",
      backend,
      ingressPolicy: "isolated",
      prevResult,
    };
    const id = `box${index}`;
    return {
      addresses,
      id,
      start: (verb: Verb) => startCall({ host, netns: "/run/netns/box", verb, config, id }).answer,
    };
  });
}

type Attachment = ReturnType<typeof attachments>[number];

/** All rules of the host, in the words of the back-end's own programs, each with its program. */
function rules(host: TestNetns, backend: string): string[] {
  const commands = backend === "iptables" ? ["iptables-save", "ip6tables-save"] : ["nft list table inet cni_firewall"];
  return commands.flatMap((command) => {
    const lines = runIn(host, command.split(" ")).split("\n");
    return lines.map((line) => `${command}: ${line.trim()}`);
  });
}

/** Of every attachment that is there, the two rules an address; of the others, none. */
function wrong(lines: readonly string[], present: readonly Attachment[], absent: readonly Attachment[]): string[] {
  const count = (address: string) => {
    const [host = ""] = address.split("/");
    return lines.filter((line) => line.split(/[ /]/).includes(host)).length;
  };
  return [
    ...present.flatMap(({ addresses }) => addresses).filter((address) => count(address) !== 2),
    ...absent.flatMap(({ addresses }) => addresses).filter((address) => count(address) !== 0),
  ];
}

/** What both attachments of a bridge and all attachments share stands there once. */
function repeated(lines: readonly string[]): string[] {
  const said = lines.filter((line) => /: (-A|jump|iifname|oifname|ip6? [sd]addr)/.test(line));
  return said.filter((line, index) => said.indexOf(line) !== index);
}

for (const backend of BACKENDS) {
  t.test(`${backend}: 32 first containers at once, and 32 that go`, async (t) => {
    const host = makeNetns(t, "host");
    const all = attachments(host, backend, AT_A_TIME);
    t.strictSame(failures(await inParallel(all, AT_A_TIME, ({ start }) => start("ADD"))), []);
    t.strictSame(wrong(rules(host, backend), all, []), []);
    t.strictSame(failures(await inParallel(all, AT_A_TIME, ({ start }) => start("CHECK"))), []);
    t.strictSame(failures(await inParallel(all, AT_A_TIME, ({ start }) => start("DEL"))), []);
    t.strictSame(wrong(rules(host, backend), [], all), []);
  });

  t.test(`${backend}: while iptables, ip6tables and nft change the same tables`, async (t) => {
    const host = makeNetns(t, "host");
    const all = attachments(host, backend, 48);
    const theirs = [
      ["iptables", "-A", "FORWARD", "-s", "192.0.2.1", "-j", "DROP"],
      ["ip6tables", "-I", "FORWARD", "-s", "2001:db8::1", "-j", "DROP"],
    ];
    for (const command of theirs) runIn(host, command);
    runIn(host, ["nft", "add table inet cni_firewall; add chain inet cni_firewall CNI-ADMIN"]);
    const started = RIVALS.map((commands) => startRival(t, host, commands));

    const [coming, going] = [all.slice(24), all.slice(0, 24)];
    t.strictSame(failures(await inParallel(going, 8, ({ start }) => start("ADD"))), []);
    const mixed = going.flatMap((each, index) => [
      () => each.start("DEL"),
      () => (coming[index] as Attachment).start("ADD"),
    ]);
    t.strictSame(failures(await inParallel(mixed, 8, (start) => start())), []);

    for (const rival of started) {
      const { rounds, complaints } = await rival.stop();
      t.ok(rounds > 0, `${rounds} rounds`);
      t.equal(complaints, "");
    }
    const lines = rules(host, backend);
    t.strictSame(wrong(lines, coming, going), []);
    t.strictSame(repeated(lines), []);
    const seen = rules(host, "iptables");
    t.ok(seen.includes("iptables-save: -A FORWARD -s 192.0.2.1/32 -j DROP"), "others' rules are there");
    t.ok(seen.includes("ip6tables-save: -A FORWARD -s 2001:db8::1/128 -j DROP"));
  });
}
