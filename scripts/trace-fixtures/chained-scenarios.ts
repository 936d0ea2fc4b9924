import { EBUSY, EINVAL, ENOSPC, EOPNOTSUPP } from "../../src/netlink/uapi/errno.ts";
import { CONTAINER, failing, type Json, LIFE, type Scenario, WITHOUT_ATTACHMENT } from "./scenario.ts";

const setUp = ["link add host0 type veth peer name eth0 netns box", "link set host0 up"];
const prevResult: Json = {
  interfaces: [{ name: "host0" }, { name: "eth0", sandbox: CONTAINER }],
  ips: [
    { address: "10.1.0.2/16", gateway: "10.1.0.1", interface: 1 },
    { address: "fd00:1::2/64", gateway: "fd00:1::1", interface: 1 },
  ],
};

/** Behind a plugin that made an interface. */
const chained = { setUp, prevResult };

const portMappings = [
  { hostPort: 8080, containerPort: 80, protocol: "tcp" },
  { hostPort: 8053, containerPort: 53, protocol: "udp", hostIP: "127.0.0.1" },
];

function withBackends(
  plugin: string,
  make: (backend: string) => readonly Omit<Scenario, "plugin" | "setUp">[],
): Scenario[] {
  return ["iptables", "nftables"].flatMap((backend) =>
    make(backend).map((scenario) => ({ ...chained, ...scenario, plugin, name: `${backend}-${scenario.name}` })),
  );
}

const ports = withBackends("portmap", (backend) => {
  const config = { backend, snat: true, runtimeConfig: { portMappings } };
  return [
    { name: "ports", config, steps: LIFE },
    { name: "none", config: { backend, snat: true }, steps: LIFE },
    { name: "no-attachment", config, steps: WITHOUT_ATTACHMENT },
    {
      name: "refused",
      config,
      steps: [
        failing("EBUSY", { refuse: "NFT_MSG_NEWRULE", errno: EBUSY }),
        failing("EOPNOTSUPP", { refuse: "NFT_MSG_NEWCHAIN", errno: EOPNOTSUPP }),
        { ...failing("dump-interrupted", { dump: "interrupted" }), exitCode: 0 },
        { ...failing("dump-overrun", { dump: "overrun" }), exitCode: 0 },
      ],
    },
  ];
});

const firewalls = withBackends("firewall", (backend) => {
  const config = { backend };
  return [
    { name: "open", config, steps: LIFE },
    { name: "same-bridge", config: { ...config, ingressPolicy: "same-bridge" }, steps: LIFE },
    { name: "no-attachment", config, steps: WITHOUT_ATTACHMENT },
    {
      name: "refused",
      config,
      steps: [
        failing("EBUSY", { refuse: "NFT_MSG_NEWRULE", errno: EBUSY }),
        failing("EINVAL", { refuse: "NFT_MSG_NEWCHAIN", errno: EINVAL, msg: "Invalid chain" }),
        { ...failing("dump-interrupted", { dump: "interrupted" }), exitCode: 0 },
      ],
    },
  ];
});

const limits = { ingressRate: 8_000_000, ingressBurst: 800_000, egressRate: 16_000_000, egressBurst: 1_600_000 };

const bandwidths: readonly Scenario[] = [
  { ...chained, plugin: "bandwidth", name: "both", config: limits, steps: LIFE },
  {
    ...chained,
    plugin: "bandwidth",
    name: "ingress",
    config: { ingressRate: 8_000_000, ingressBurst: 800_000 },
    steps: LIFE,
  },
  {
    ...chained,
    plugin: "bandwidth",
    name: "egress",
    config: { egressRate: 8_000_000, egressBurst: 800_000 },
    steps: LIFE,
  },
  { ...chained, plugin: "bandwidth", name: "no-attachment", config: limits, steps: WITHOUT_ATTACHMENT },
  {
    ...chained,
    plugin: "bandwidth",
    name: "refused",
    config: limits,
    steps: [
      failing("EINVAL", { refuse: "RTM_NEWQDISC", errno: EINVAL, msg: "Specified qdisc kind is unknown" }),
      failing("EBUSY", { refuse: "RTM_NEWTFILTER", errno: EBUSY }),
      failing("ENOSPC", { refuse: "RTM_NEWLINK", errno: ENOSPC }),
    ],
  },
];

const leases: readonly Scenario[] = [
  {
    plugin: "host-local",
    name: "dual-stack",
    config: { ipam: { type: "host-local", ranges: [[{ subnet: "10.1.0.0/16" }], [{ subnet: "fd00:1::/64" }]] } },
    steps: LIFE,
  },
  {
    plugin: "host-local",
    name: "requested",
    config: {
      ipam: { type: "host-local", ranges: [[{ subnet: "10.1.0.0/16" }]] },
      args: { cni: { ips: ["10.1.0.9"] } },
    },
    steps: LIFE,
  },
  {
    plugin: "host-local",
    name: "no-attachment",
    config: { ipam: { type: "host-local", ranges: [[{ subnet: "10.1.0.0/16" }]] } },
    steps: WITHOUT_ATTACHMENT,
  },
  {
    plugin: "host-local",
    name: "refused",
    config: { ipam: { type: "host-local", ranges: [[{ subnet: "10.1.0.0/30" }]] } },
    steps: [
      failing("ENOSPC", { disk: "writeFileSync" }),
      { verb: "ADD", ifname: "eth1" },
      failing("full"),
      failing("no-folder", { disk: "mkdirSync" }),
    ],
  },
  {
    plugin: "static",
    name: "addresses",
    config: {
      ipam: {
        type: "static",
        addresses: [{ address: "10.1.0.7/24", gateway: "10.1.0.1" }, { address: "fd00:1::7/64" }],
        routes: [{ dst: "0.0.0.0/0" }],
      },
    },
    steps: LIFE,
  },
  {
    plugin: "static",
    name: "arguments",
    config: { ipam: { type: "static" } },
    steps: [{ verb: "ADD", args: "IP=10.1.0.8/24;GATEWAY=10.1.0.1" }],
  },
  {
    plugin: "static",
    name: "refused",
    config: { ipam: { type: "static", addresses: [{ address: "10.1.0.7" }] } },
    steps: [
      failing("no-prefix"),
      { ...failing("no-address"), config: { ipam: { type: "static", addresses: [{ address: "x/24" }] } } },
    ],
  },
  { plugin: "static", name: "no-attachment", config: { ipam: { type: "static" } }, steps: WITHOUT_ATTACHMENT },
];

export const chainedScenarios: readonly Scenario[] = [...ports, ...firewalls, ...bandwidths, ...leases];
