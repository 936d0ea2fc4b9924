import t, { type Test } from "tap";
import type { Libc } from "../../../src/netlink/socket/libc.ts";
import { useLibc } from "../../../src/netlink/socket/load-libc.ts";
import { NFNL_SUBSYS_NFT_COMPAT } from "../../../src/netlink/uapi/nfnetlink.ts";
import { guardHost } from "../../harness/host-guard.ts";
import { needs } from "../../harness/needs.ts";
import { runIn } from "../../harness/netns.ts";
import { type Answer, type Json, makePlace, OURS, type Verb } from "./call.ts";
import { enterHost } from "./in-process.ts";

const tools = ["nft", "iptables-save", "ip6tables-save"];
const kernel = ["bridge", "veth", "ipv6", "nftables"] as const;
if (!needs({ root: true, kernel, tools, files: [`${OURS}/bridge`] }, t)) process.exit(0);
guardHost(t);
t.setTimeout(120_000);

/** struct nlmsghdr, linux/netlink.h: where the subsystem of nfnetlink stands. */
const SUBSYSTEM_OFFSET = 5;
/** One that no kernel has. */
const NO_SUBSYSTEM = 0x7f;
/** NFTA_EXPR_NAME of the two expressions of nft_compat, and of some that no kernel has. */
const EXPRESSIONS = [
  ["\x0a\x00\x01\x00match\0", "\x0a\x00\x01\x00no-ma\0"],
  ["\x0b\x00\x01\x00target\0", "\x0b\x00\x01\x00no-tar\0"],
] as const;

/** The kernel, but nft_compat is not a part of it: it answers as to what it has never heard of. */
function withoutNftCompat(libc: Libc): Libc {
  return {
    ...libc,
    send(fd, datagram, flags) {
      let text = Buffer.from(datagram).toString("latin1");
      for (const [known, unknown] of EXPRESSIONS) text = text.replaceAll(known, unknown);
      const changed = Buffer.from(text, "latin1");
      if (changed[SUBSYSTEM_OFFSET] === NFNL_SUBSYS_NFT_COMPAT) changed[SUBSYSTEM_OFFSET] = NO_SUBSYSTEM;
      return libc.send(fd, new Uint8Array(changed), flags);
    },
  };
}

async function enter(t: Test) {
  const { host, container, dataDir } = makePlace(t);
  const inside = await enterHost(t, host);
  t.teardown(useLibc(withoutNftCompat(inside.libc)));
  const run = (verb: Verb, config: Json): Promise<Answer> =>
    inside.call({ verb, netns: container, config: { cniVersion: "1.1.0", name: "net", ...config } });
  const saved = () => ["iptables-save", "ip6tables-save"].map((program) => runIn(host, [program])).join("");
  return { dataDir, run, saved, nft: () => runIn(host, ["nft", "list", "ruleset"]) };
}

const interfaces = [{ name: "br0" }, { name: "eth0", sandbox: "/run/netns/box" }];
const ips = [
  { address: "10.1.0.5/16", interface: 1 },
  { address: "fd00:1::5/64", interface: 1 },
];
const prevResult: Json = { cniVersion: "1.1.0", interfaces, ips };

interface Scenario {
  /** What the warning begins with. */
  readonly plugin: string;
  /** The key of the back-end's name. */
  readonly key: string;
  readonly configure: (dataDir: string) => Json;
}

const SCENARIOS: readonly Scenario[] = [
  {
    plugin: "portmap",
    key: "backend",
    configure: () => ({
      type: "portmap",
      prevResult,
      runtimeConfig: { portMappings: [{ hostPort: 8080, containerPort: 80, protocol: "tcp" }] },
    }),
  },
  {
    plugin: "firewall",
    key: "backend",
    configure: () => ({ type: "firewall", ingressPolicy: "same-bridge", prevResult }),
  },
  {
    plugin: "ipMasq",
    key: "ipMasqBackend",
    configure: (dataDir) => ({
      ...{ type: "bridge", bridge: "br0", isGateway: true, ipMasq: true },
      ipam: { type: "host-local", dataDir, subnet: "10.1.0.0/16" },
    }),
  },
];

for (const { plugin, key, configure } of SCENARIOS) {
  t.test(`${plugin}: a kernel without nft_compat gets rules of nftables`, async (t) => {
    const { dataDir, run, saved, nft } = await enter(t);
    for (const asked of [{ [key]: "iptables" }, {}]) {
      const config = { ...configure(dataDir), ...asked };
      t.match(await run("STATUS", config), { status: 0 });
      const added = await run("ADD", config);
      t.equal(added.status, 0, JSON.stringify(added.json));
      const warning = `${plugin}: the kernel has no nft_compat: nftables instead of iptables\n`;
      t.equal(added.stderr, key in asked ? warning : "", "one line where it was asked for by name");
      t.match(nft(), /if: eth0, id: box|comment "box"/);
      t.notMatch(saved(), /CNI/);
      t.match(await run("CHECK", { ...config, prevResult: added.json }), { status: 0 });
      t.strictSame(await run("DEL", { ...config, prevResult: added.json }), { status: 0, json: undefined, stderr: "" });
      t.notMatch(nft(), /if: eth0, id: box|comment "box"/);
    }
  });
}

t.test("portmap: what only iptables does is refused", async (t) => {
  const { run, nft } = await enter(t);
  const config = { ...SCENARIOS[0]?.configure(""), externalSetMarkChain: "KUBE-MARK-MASQ" };
  t.match(await run("ADD", config), {
    status: 1,
    json: { code: 50, msg: "the kernel has no nft_compat, which options of iptables need [externalSetMarkChain]" },
  });
  t.equal(nft(), "");
});
