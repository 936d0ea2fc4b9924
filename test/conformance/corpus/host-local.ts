import type { ConformanceCase, Step } from "../case.ts";
import type { Json, JsonObject } from "../json.ts";
import { CNI_VERSIONS } from "./versions.ts";

const DATA = { type: "host-local", dataDir: "/mnt/data" } as const;

function hostLocal(ipam: JsonObject = { subnet: "10.1.0.0/24" }, extra: JsonObject = {}): JsonObject {
  return { cniVersion: "1.1.0", name: "net", type: "host-local", ipam: { ...DATA, ...ipam }, ...extra };
}

const VERSIONS: readonly ConformanceCase[] = CNI_VERSIONS.map((cniVersion) => ({
  name: `host-local/version-${cniVersion}`,
  config: hostLocal(
    {
      ranges: [[{ subnet: "10.1.0.0/24" }], [{ subnet: "fd00:1::/64" }]],
      routes: [{ dst: "0.0.0.0/0" }, { dst: "10.20.0.0/16", gw: "10.1.0.7", mtu: 1400, priority: 5 }, { dst: "::/0" }],
    },
    { cniVersion },
  ),
}));

const RANGES: readonly ConformanceCase[] = [
  {
    name: "host-local/default-data-folder",
    config: {
      cniVersion: "1.1.0",
      name: "net",
      type: "host-local",
      ipam: { type: "host-local", subnet: "10.1.0.0/24" },
    },
  },
  {
    name: "host-local/range",
    config: hostLocal({ subnet: "10.1.0.0/24", rangeStart: "10.1.0.10", rangeEnd: "10.1.0.12", gateway: "10.1.0.254" }),
  },
  { name: "host-local/gateway-outside-subnet", config: hostLocal({ subnet: "10.1.0.0/24", gateway: "192.0.2.1" }) },
  {
    name: "host-local/old-and-new-ranges",
    config: hostLocal({
      subnet: "10.1.0.0/24",
      ranges: [
        [{ subnet: "10.2.0.0/24" }, { subnet: "10.3.0.0/24" }],
        [{ subnet: "fd00:1::/120", rangeStart: "fd00:1::20" }],
      ],
    }),
  },
  {
    name: "host-local/runtime-ranges",
    config: hostLocal(
      { subnet: "10.1.0.0/24" },
      { runtimeConfig: { ipRanges: [[{ subnet: "10.9.0.0/24" }], [{ subnet: "fd00:9::/64" }]] } },
    ),
  },
  {
    name: "host-local/addresses-mapped-into-ipv6",
    config: hostLocal({ subnet: "::ffff:10.1.0.0/120" }),
    failure: { code: 7, says: [] },
  },
  {
    name: "host-local/round-robin",
    config: hostLocal({ subnet: "10.1.0.0/29" }),
    steps: [
      { verb: "ADD" },
      { verb: "ADD", container: 2 },
      { verb: "DEL" },
      { verb: "ADD", label: "ADD third", container: 3 },
      { verb: "ADD", label: "ADD fourth", container: 4 },
      { verb: "ADD", label: "ADD fifth", container: 5 },
      { verb: "ADD", label: "ADD wraps", container: 6 },
      { verb: "ADD", label: "ADD exhausted", container: 7, failure: { code: 11, says: ["10.1.0.1-10.1.0.6"] } },
      { verb: "DEL", label: "DEL third", container: 3 },
      { verb: "ADD", label: "ADD eighth", container: 8 },
    ],
  },
  {
    name: "host-local/exhausted-over-ranges",
    config: hostLocal({ ranges: [[{ subnet: "10.1.0.0/30" }, { subnet: "10.2.0.0/30" }]] }),
    steps: [
      { verb: "ADD" },
      { verb: "ADD", container: 2 },
      { verb: "ADD", label: "ADD third", container: 3 },
      { verb: "STATUS" },
    ],
    failure: { code: 11, says: ["10.1.0.1-10.1.0.2,10.2.0.1-10.2.0.2"] },
  },
  {
    name: "host-local/second-set-exhausted",
    config: hostLocal({ ranges: [[{ subnet: "10.1.0.0/24" }], [{ subnet: "10.2.0.0/30" }]] }),
    steps: [{ verb: "ADD" }, { verb: "ADD", container: 2 }, { verb: "DEL", container: 2 }, { verb: "DEL" }],
    failure: { code: 11, says: ["10.2.0.1-10.2.0.2"] },
  },
];

const LEASES: readonly ConformanceCase[] = [
  {
    name: "host-local/duplicate",
    config: hostLocal(),
    steps: [
      { verb: "ADD" },
      { verb: "ADD", label: "ADD again", failure: { code: 100, says: ["10.1.0.2", "cnitest-1"] } },
      { verb: "ADD", ifname: "net1", label: "ADD net1" },
      { verb: "DEL" },
      { verb: "DEL", ifname: "net1", label: "DEL net1" },
    ],
  },
  {
    name: "host-local/legacy-lease",
    config: hostLocal(),
    arrange: [
      "mkdir -p /mnt/data/net",
      "printf cnitest-1 >/mnt/data/net/10.1.0.5",
      "printf ' cnitest-2\\r\\neth0\\n' >/mnt/data/net/10.1.0.6",
    ],
    steps: [
      { verb: "CHECK" },
      { verb: "ADD", failure: { code: 100, says: ["10.1.0.5", "cnitest-1"] } },
      { verb: "DEL" },
      { verb: "CHECK", container: 2, label: "CHECK with white space" },
      { verb: "DEL", container: 2 },
    ],
  },
  {
    name: "host-local/last-reserved-outside",
    config: hostLocal({ subnet: "10.1.0.0/24" }),
    arrange: ["mkdir -p /mnt/data/net", "printf 10.9.9.9 >/mnt/data/net/last_reserved_ip.0"],
  },
  {
    name: "host-local/last-reserved-damaged",
    config: hostLocal({ subnet: "10.1.0.0/24" }),
    arrange: ["mkdir -p /mnt/data/net", "printf garbage >/mnt/data/net/last_reserved_ip.0"],
    steps: [{ verb: "ADD" }, { verb: "DEL" }],
  },
  {
    name: "host-local/del-without-add",
    config: hostLocal(),
    steps: [{ verb: "DEL" }, { verb: "DEL", label: "DEL again" }],
  },
  {
    name: "host-local/check-without-add",
    config: hostLocal(),
    steps: [{ verb: "CHECK" }],
    failure: { code: 101, says: ["cnitest-1"] },
  },
  {
    name: "host-local/gc",
    config: hostLocal({ subnet: "10.1.0.0/24" }, { cniVersion: "1.1.0" }),
    steps: [
      { verb: "ADD" },
      { verb: "ADD", container: 2, label: "ADD second" },
      { verb: "GC", config: { "cni.dev/valid-attachments": [{ containerID: "cnitest-1", ifname: "eth0" }] } },
      { verb: "DEL" },
      { verb: "DEL", container: 2, label: "DEL second" },
    ],
  },
];

const REQUESTS: readonly ConformanceCase[] = [
  {
    name: "host-local/requested-by-cni-args",
    config: hostLocal(),
    steps: [
      { verb: "ADD", env: { CNI_ARGS: "IP=10.1.0.77" } },
      { verb: "ADD", container: 2, env: { CNI_ARGS: "IgnoreUnknown=true;IP=10.1.0.78/24" } },
      { verb: "ADD", container: 3 },
    ],
  },
  {
    name: "host-local/requested-by-args",
    config: hostLocal({ subnet: "10.1.0.0/24" }, { args: { cni: { ips: ["10.1.0.88"] } } }),
  },
  {
    name: "host-local/requested-by-runtime-config",
    config: hostLocal(
      { ranges: [[{ subnet: "10.1.0.0/24" }], [{ subnet: "fd00:1::/64" }]] },
      { runtimeConfig: { ips: ["fd00:1::99/64", "10.1.0.99"] } },
    ),
  },
  {
    name: "host-local/requested-by-all-sources",
    config: hostLocal(
      { ranges: [[{ subnet: "10.1.0.0/24" }], [{ subnet: "10.2.0.0/24" }], [{ subnet: "10.3.0.0/24" }]] },
      { args: { cni: { ips: ["10.2.0.50"] } }, runtimeConfig: { ips: ["10.3.0.50"] } },
    ),
    steps: [
      { verb: "ADD", env: { CNI_ARGS: "IP=10.1.0.50" } },
      { verb: "DEL", env: { CNI_ARGS: "IP=10.1.0.50" } },
    ],
  },
  {
    name: "host-local/requested-twice",
    config: hostLocal({ subnet: "10.1.0.0/24" }, { args: { cni: { ips: ["10.1.0.50"] } } }),
    steps: [{ verb: "ADD" }, { verb: "ADD", container: 2 }, { verb: "DEL" }],
    failure: { code: 11, says: ["10.1.0.50"] },
  },
  {
    name: "host-local/requested-gateway",
    config: hostLocal({ subnet: "10.1.0.0/24" }, { args: { cni: { ips: ["10.1.0.1"] } } }),
    failure: { code: 7, says: ["10.1.0.1", "gateway"] },
  },
  {
    name: "host-local/requested-outside",
    config: hostLocal({ subnet: "10.1.0.0/24" }, { args: { cni: { ips: ["192.0.2.7"] } } }),
    failure: { code: 7, says: ["192.0.2.7"] },
  },
];

const RESOLV_CONF: readonly ConformanceCase[] = [
  {
    name: "host-local/resolv-conf",
    config: hostLocal({ subnet: "10.1.0.0/24", resolvConf: "/mnt/data/resolv.conf" }),
    arrange: [
      "printf '# made by hand\\n; so was this\\n\\n  nameserver 192.0.2.1 \\nnameserver 192.0.2.2 192.0.2.3\\nnameserver\\ndomain a.test\\ndomain b.test\\nsearch c.test d.test\\nsearch e.test\\noptions ndots:2 rotate\\nsortlist 10.0.0.0\\n' >/mnt/data/resolv.conf",
    ],
  },
  {
    name: "host-local/resolv-conf-missing",
    config: hostLocal({ subnet: "10.1.0.0/24", resolvConf: "/mnt/data/nowhere.conf" }),
    failure: { code: 5, says: ["/mnt/data/nowhere.conf"] },
  },
];

function badIpam(label: string, ipam: JsonObject, says: readonly string[], extra: JsonObject = {}): Step {
  return {
    verb: "ADD",
    label: `ADD ${label}`,
    config: { ipam: { ...DATA, ...ipam }, ...extra },
    failure: { code: 7, says },
  };
}

function badType(label: string, ipam: Json): Step {
  return { verb: "ADD", label: `ADD ${label}`, config: { ipam }, failure: { code: 6, says: [label] } };
}

const INVALID: readonly ConformanceCase[] = [
  {
    name: "host-local/invalid-ranges",
    config: hostLocal(),
    steps: [
      badIpam("nothing", {}, ["no IP ranges"]),
      badIpam("empty set", { ranges: [[]] }, ["empty range set"]),
      badIpam("too small", { subnet: "10.1.0.0/31" }, ["10.1.0.0/31"]),
      badIpam("host bits", { subnet: "10.1.0.5/24" }, ["10.1.0.0"]),
      badIpam("start outside", { subnet: "10.1.0.0/24", rangeStart: "10.2.0.1" }, ["10.2.0.1"]),
      badIpam("end outside", { subnet: "10.1.0.0/24", rangeEnd: "10.2.0.1" }, ["10.2.0.1"]),
      badIpam("start after end", { subnet: "10.1.0.0/24", rangeStart: "10.1.0.20", rangeEnd: "10.1.0.10" }, [
        "10.1.0.20",
      ]),
      badIpam("mixed families", { ranges: [[{ subnet: "10.1.0.0/24" }, { subnet: "fd00:1::/64" }]] }, [
        "mixed address families",
      ]),
      badIpam("overlap in set", { ranges: [[{ subnet: "10.1.0.0/24" }, { subnet: "10.1.0.128/25" }]] }, ["overlap"]),
      badIpam("overlap of sets", { ranges: [[{ subnet: "10.1.0.0/24" }], [{ subnet: "10.1.0.0/16" }]] }, ["overlap"]),
      badIpam("two sets in 0.2.0", { ranges: [[{ subnet: "10.1.0.0/24" }], [{ subnet: "10.2.0.0/24" }]] }, ["0.2.0"], {
        cniVersion: "0.2.0",
      }),
      { verb: "DEL", config: { ipam: { ...DATA, ranges: [[]] } }, failure: { code: 7, says: ["empty range set"] } },
    ],
  },
  {
    name: "host-local/invalid-requests",
    config: hostLocal(),
    steps: [
      { verb: "ADD", label: "ADD no address", env: { CNI_ARGS: "IP=zz" }, failure: { code: 4, says: ["zz"] } },
      { verb: "ADD", label: "ADD no pair", env: { CNI_ARGS: "IP" }, failure: { code: 4, says: ["IP"] } },
      {
        verb: "ADD",
        label: "ADD last semicolon",
        env: { CNI_ARGS: "IP=10.1.0.9;" },
        failure: { code: 4, says: ["pair"] },
      },
      {
        verb: "ADD",
        label: "ADD bad args",
        config: { args: { cni: { ips: ["10.1.0"] } } },
        failure: { code: 7, says: ["10.1.0"] },
      },
    ],
  },
  {
    name: "host-local/wrong-types",
    config: hostLocal(),
    steps: [
      badType("subnet", { ...DATA, subnet: 5 }),
      badType("ranges", { ...DATA, ranges: {} }),
      badType("dataDir", { type: "host-local", subnet: "10.1.0.0/24", dataDir: true }),
      badType("routes", { ...DATA, subnet: "10.1.0.0/24", routes: "all" }),
      { verb: "ADD", label: "ADD without ipam", config: { ipam: null }, failure: { code: 7, says: ["ipam"] } },
      {
        verb: "ADD",
        label: "ADD bad CIDR",
        config: { ipam: { ...DATA, subnet: "10.1.0.0" } },
        failure: { code: 7, says: ["10.1.0.0"] },
      },
      {
        verb: "ADD",
        label: "ADD bad gateway",
        config: { ipam: { ...DATA, subnet: "10.1.0.0/24", gateway: "gw" } },
        failure: { code: 7, says: ["gw"] },
      },
    ],
  },
];

export const HOST_LOCAL_CASES: readonly ConformanceCase[] = [
  ...VERSIONS,
  ...RANGES,
  ...LEASES,
  ...REQUESTS,
  ...RESOLV_CONF,
  ...INVALID,
];
