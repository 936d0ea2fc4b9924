import { existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { guardHost } from "../../harness/host-guard.ts";
import { needs } from "../../harness/needs.ts";
import { ip, readLink, readSysctl } from "../../harness/netns.ts";
import { type Call, call, type Json, makePlace, OURS, type Place } from "./call.ts";

needs({ root: true, tools: ["ip"], kernel: ["veth", "ipv6"], files: [`${OURS}/tuning`] }, t);
guardHost(t);

const MAC = "02:00:00:00:00:01";
const EVERYTHING = { mac: "c2:11:22:33:44:55", promisc: true, mtu: 1400, allmulti: true, txQLen: 20 };
const BACKUP = `{\n "mac": "${MAC}",\n "promisc": false,\n "mtu": 1500,\n "allmulti": false,\n "txQLen": 1000\n}`;

/** A container whose eth0 is a veth with a known address. */
function makeTunedPlace(t: Test): Place {
  const place = makePlace(t);
  ip(place.container, `link add eth0 address ${MAC} type veth peer name peer`);
  return place;
}

type Change = Partial<Omit<Call, "host" | "verb" | "config">>;

function tuning({ host, container, dataDir }: Place, verb: Call["verb"], extra: Json = {}, change: Change = {}) {
  const interfaces = [{ name: "eth0", mac: MAC, sandbox: container.path }, { name: "peer" }];
  const prevResult = { cniVersion: "1.1.0", interfaces };
  const config = { cniVersion: "1.1.0", name: "net", type: "tuning", dataDir, prevResult, ...extra };
  return call({ host, netns: container, verb, config, ...change });
}

/** What this plugin sets, as `ip` tells it. */
function readTuned({ container }: Place) {
  const link = readLink(container, "eth0");
  const allmulti = link?.flags.includes("ALLMULTI");
  return { mac: link?.address, mtu: link?.mtu, txQLen: link?.txqlen ?? 0, allmulti, promiscuity: link?.promiscuity };
}

const FRESH = { mac: MAC, mtu: 1500, txQLen: 1000, allmulti: false, promiscuity: 0 };
const TUNED = { mac: EVERYTHING.mac, mtu: 1400, txQLen: 20, allmulti: true, promiscuity: 1 };

t.test("everything of a link is set, checked, and given back", async (t) => {
  const place = makeTunedPlace(t);
  t.strictSame(readTuned(place), FRESH);
  t.strictSame(tuning(place, "ADD", EVERYTHING).json, {
    cniVersion: "1.1.0",
    interfaces: [{ mac: EVERYTHING.mac, name: "eth0", sandbox: place.container.path }, { name: "peer" }],
  });
  t.strictSame(readTuned(place), TUNED);
  const file = join(place.dataDir, "box_eth0.json");
  t.equal(readFileSync(file, "utf8"), BACKUP);
  t.equal(statSync(file).mode & 0o777, 0o600);
  t.strictSame(tuning(place, "CHECK", EVERYTHING), { status: 0, json: undefined, stderr: "" });
  t.strictSame(tuning(place, "DEL", EVERYTHING), { status: 0, json: undefined, stderr: "" });
  t.strictSame(readTuned(place), FRESH);
  t.strictSame(readdirSync(place.dataDir), []);
  t.strictSame(tuning(place, "DEL", EVERYTHING), { status: 0, json: undefined, stderr: "" }, "again");
});

t.test("one value alone, and the backup holds that one", async (t) => {
  const place = makeTunedPlace(t);
  const values: readonly [config: Json, tuned: Json, backup: string][] = [
    [{ mac: "C2-11-22-33-44-55" }, { mac: EVERYTHING.mac }, `{\n "mac": "${MAC}"\n}`],
    [{ promisc: true }, { promiscuity: 1 }, '{\n "promisc": false\n}'],
    [{ mtu: 1400 }, { mtu: 1400 }, '{\n "mtu": 1500\n}'],
    [{ allmulti: true }, { allmulti: true }, '{\n "allmulti": false\n}'],
    [{ allmulti: false }, {}, '{\n "allmulti": false\n}'],
    [{ txQLen: 0 }, { txQLen: 0 }, '{\n "txQLen": 1000\n}'],
  ];
  for (const [config, tuned, backup] of values) {
    const what = JSON.stringify(config);
    t.equal(tuning(place, "ADD", config).status, 0, what);
    t.strictSame(readTuned(place), { ...FRESH, ...tuned }, what);
    t.equal(readFileSync(join(place.dataDir, "box_eth0.json"), "utf8"), backup, what);
    t.equal(tuning(place, "CHECK", config).status, 0, what);
    t.equal(tuning(place, "DEL", config).status, 0, what);
    t.strictSame(readTuned(place), FRESH, what);
  }
});

t.test("sysctls are the container's, stay after DEL, and are checked word by word", async (t) => {
  const place = makeTunedPlace(t);
  const sysctl = {
    "net.ipv4.conf.IFNAME.arp_filter": "1",
    "net/ipv4/tcp_rmem": "4096 87380 4194304",
    "net.ipv4.route.flush": "1",
  };
  const before = readSysctl(place.host, "net/ipv4/tcp_rmem");
  t.strictSame(tuning(place, "ADD", { sysctl }).status, 0);
  t.equal(readSysctl(place.container, "net/ipv4/conf/eth0/arp_filter"), "1");
  t.equal(readSysctl(place.container, "net/ipv4/tcp_rmem"), "4096\t87380\t4194304");
  t.equal(readSysctl(place.host, "net/ipv4/tcp_rmem"), before);
  t.strictSame(readdirSync(place.dataDir), [], "nothing to restore of the link");
  t.strictSame(tuning(place, "CHECK", { sysctl }), { status: 0, json: undefined, stderr: "" });
  t.match(tuning(place, "CHECK", { sysctl: { ...sysctl, "net/ipv4/tcp_rmem": "4096 87380 1" } }).json, {
    code: 100,
    msg: "Error: Tuning configured value of /proc/sys/net/ipv4/tcp_rmem is 4096 87380 1, current value is 4096\t87380\t4194304",
  });
  t.equal(tuning(place, "DEL", { sysctl }).status, 0);
  t.equal(readSysctl(place.container, "net/ipv4/conf/eth0/arp_filter"), "1");
});

t.test("CHECK tells what is not as it was", async (t) => {
  const place = makeTunedPlace(t);
  const cases: readonly [config: Json, msg: string][] = [
    [{ mac: EVERYTHING.mac }, `configured Ethernet of eth0 is ${EVERYTHING.mac}, current value is ${MAC}`],
    [{ promisc: true }, "Tuning link eth0 configured promisc is true, current value is 0"],
    [{ mtu: 1400 }, "configured MTU of eth0 is 1400, current value is 1500"],
    [{ allmulti: true }, "configured all-multicast mode of eth0 is true, current value is false"],
    [{ txQLen: 20 }, "configured Transmit Queue Length of eth0 is 20, current value is 1000"],
    [
      { sysctl: { "net.ipv4.nothing": "1" } },
      "configured value of /proc/sys/net/ipv4/nothing is 1, current value is nothing",
    ],
    [{ prevResult: null }, "Required prevResult missing"],
  ];
  for (const [config, msg] of cases) {
    const { json } = tuning(place, "CHECK", config);
    t.ok(String(json?.msg).endsWith(msg), `${json?.msg}`);
    t.equal(json?.code, "prevResult" in config ? 7 : 100);
  }
  t.equal(tuning(place, "CHECK", { mac: MAC.toUpperCase() }).status, 0, "in any spelling");
  ip(place.container, "link set eth0 promisc on");
  t.match(tuning(place, "CHECK").json, { code: 100, msg: /promisc is false, current value is 1/ });
  t.match(tuning(place, "CHECK", {}, { ifname: "eth1" }).json, { code: 100, msg: "Cannot find container link eth1" });
});

t.test("a failed ADD leaves what it found: link, sysctls, and the backup of an earlier one", async (t) => {
  const place = makeTunedPlace(t);
  const file = join(place.dataDir, "box_eth0.json");
  const sysctl = { "net.ipv4.conf.IFNAME.arp_filter": "1", "net.core.somaxconn": "77" };
  const failing: readonly [config: Json, error: Json][] = [
    [
      { ...EVERYTHING, sysctl, mtu: 70_000 },
      { code: 999, msg: 'failed to set the MTU of "eth0": invalid argument' },
    ],
    [
      { ...EVERYTHING, sysctl: { ...sysctl, "net.core.somaxconn": "x" } },
      { code: 5, msg: 'failed to set sysctl net/core/somaxconn to "x": invalid argument' },
    ],
    [
      { ...EVERYTHING, sysctl, dataDir: `${file}/x` },
      { code: 5, msg: /failed to save file/ },
    ],
    [
      { sysctl: { ...sysctl, "net.ipv4.nothing": "1" } },
      { code: 5, msg: "failed to set sysctl net/ipv4/nothing: no such file or directory" },
    ],
    [
      { ...EVERYTHING, sysctl, mac: "01:00:00:00:00:01" },
      { code: 999, msg: /failed to set the hardware address/ },
    ],
    [
      { sysctl, mac: "c2:11:22:33:44:55:66:77" },
      { code: 7, msg: /another length than that of "eth0"/ },
    ],
    [{ sysctl: { ...sysctl, "kernel.shmmax": "1" } }, { code: 7, msg: 'invalid net sysctl key: "kernel/shmmax"' }],
    [
      { ...EVERYTHING, sysctl, prevResult: null },
      { code: 7, msg: "Required prevResult missing" },
    ],
  ];
  writeFileSync(file, BACKUP);
  const somaxconn = readSysctl(place.container, "net/core/somaxconn");
  for (const [config, error] of failing) {
    t.match(tuning(place, "ADD", config).json, error);
    t.strictSame(readTuned(place), FRESH, JSON.stringify(error));
    t.equal(readSysctl(place.container, "net/ipv4/conf/eth0/arp_filter"), "0");
    t.equal(readSysctl(place.container, "net/core/somaxconn"), somaxconn);
    t.equal(readFileSync(file, "utf8"), BACKUP);
    t.strictSame(readdirSync(place.dataDir), ["box_eth0.json"]);
  }
  t.match(tuning(place, "ADD", EVERYTHING, { ifname: "eth1" }).json, {
    code: 999,
    msg: 'failed to get "eth1": no such device',
  });
});

t.test("a backup file is replaced as a whole; links are not followed", async (t) => {
  const place = makeTunedPlace(t);
  const file = join(place.dataDir, "box_eth0.json");
  writeFileSync(join(place.dataDir, "target"), "kept");
  symlinkSync("target", file);
  writeFileSync(`${file}.tmp`, "left by a crash");
  t.match(tuning(place, "ADD", { mtu: 1400 }).json, {
    code: 5,
    msg: /failed to save file .*: too many levels of symbolic links/,
  });
  t.equal(readTuned(place).mtu, 1500);
  const { status, stderr } = tuning(place, "DEL", { mtu: 1400 });
  t.match({ status, stderr }, { status: 0, stderr: /box_eth0\.json: too many levels/ });
  t.equal(readFileSync(join(place.dataDir, "target"), "utf8"), "kept");
});

t.test("DEL: what is no backup, what cannot be restored, and what is gone", async (t) => {
  const place = makeTunedPlace(t);
  const file = join(place.dataDir, "box_eth0.json");
  const del = (content: string, change: Change = {}, extra: Json = {}) => {
    writeFileSync(file, content);
    const { status, stderr } = tuning(place, "DEL", extra, change);
    return { status, stderr, left: existsSync(file) };
  };
  t.match(del('{\n "mtu": 14'), { status: 0, stderr: /box_eth0\.json is no backup, removing it/, left: false });
  const refused = del('{"mtu":70000,"txQLen":5}');
  t.match(refused, { status: 0, stderr: /failed to restore the MTU: .*EINVAL/, left: true });
  t.equal(readTuned(place).txQLen, 5, "the others are restored");
  t.strictSame(del(BACKUP, { netns: "" }), { status: 0, stderr: "", left: false }, "no namespace");
  t.strictSame(del(BACKUP, { netns: "/run/netns/nowhere" }), { status: 0, stderr: "", left: false }, "gone");
  t.strictSame(del("", {}, { dataDir: file }), { status: 0, stderr: "", left: true }, "the folder is a file");
  t.strictSame(del("{}", {}, { mtu: -1, mac: "x", prevResult: 5 }).status, 0, "whatever the rest says");
  ip(place.container, "link delete eth0");
  t.strictSame(del(BACKUP), { status: 0, stderr: "", left: false }, "no interface");
});

t.test("the folder is made as the reference makes it, and the interface may be called eth0.10", async (t) => {
  const place = makePlace(t);
  ip(place.container, "link add eth0.10 type veth peer name peer");
  const dataDir = join(place.dataDir, "run/cni");
  const config = { dataDir, mtu: 1400, sysctl: { "net.ipv4.conf.IFNAME.arp_filter": "1" } };
  t.equal(tuning(place, "ADD", config, { ifname: "eth0.10" }).status, 0);
  t.equal(statSync(dataDir).mode & 0o777, 0o600);
  t.strictSame(readdirSync(dataDir), ["box_eth0.10.json"]);
  t.equal(readSysctl(place.container, "net/ipv4/conf/eth0.10/arp_filter"), "1");
  t.equal(tuning(place, "CHECK", config, { ifname: "eth0.10" }).status, 0);
  t.equal(tuning(place, "DEL", config, { ifname: "eth0.10" }).status, 0);
  t.equal(readLink(place.container, "eth0.10")?.mtu, 1500);
});

t.test("STATUS says whether the configuration can work", async (t) => {
  const place = makePlace(t);
  t.equal(tuning(place, "STATUS", { sysctl: { "net.ipv4.conf.IFNAME.arp_filter": "1" } }).status, 0);
  t.match(tuning(place, "STATUS", { sysctl: { "kernel.shmmax": "1" } }).json, { code: 7 });
});
