/** What a plugin is asked to do, of any implementation. */
export interface PluginJob {
  readonly name: string;
  readonly type: string;
  readonly config: object;
  /** For chained plugins: `ip` commands that make the attachment, `HOST` and `CONTAINER` being the namespaces. */
  readonly setup?: readonly string[];
  readonly prevResult?: object;
}

const ipam = {
  type: "static",
  addresses: [{ address: "10.1.0.2/24", gateway: "10.1.0.1" }],
  routes: [{ dst: "0.0.0.0/0" }],
};

const attachment = {
  setup: [
    "-n HOST link add veth0 address 02:00:00:00:00:a0 type veth peer name eth0 address 02:00:00:00:00:b0 netns CONTAINER",
    "-n HOST address add 10.1.0.1/24 dev veth0",
    "-n CONTAINER address add 10.1.0.2/24 dev eth0",
    "-n HOST link set veth0 up",
    "-n CONTAINER link set eth0 up",
  ],
  prevResult: {
    cniVersion: "1.0.0",
    interfaces: [
      { name: "veth0", mac: "02:00:00:00:00:a0" },
      { name: "eth0", mac: "02:00:00:00:00:b0", sandbox: "/run/netns/CONTAINER" },
    ],
    ips: [{ address: "10.1.0.2/24", gateway: "10.1.0.1", interface: 1 }],
  },
};

const portMappings = [{ hostPort: 8080, containerPort: 80, protocol: "tcp" }];

/** An ADD and a DEL of each. */
export const pluginJobs: readonly PluginJob[] = [
  { name: "bridge", type: "bridge", config: { bridge: "cni0", isGateway: true, ipam } },
  { name: "bridge-masquerade", type: "bridge", config: { bridge: "cni0", isGateway: true, ipMasq: true, ipam } },
  { name: "ptp", type: "ptp", config: { mtu: 1400, ipam } },
  { name: "loopback", type: "loopback", config: {} },
  {
    name: "tuning",
    type: "tuning",
    config: { mac: "02:00:00:00:00:c0", mtu: 1300, promisc: true, txQLen: 500 },
    ...attachment,
  },
  {
    name: "bandwidth",
    type: "bandwidth",
    config: { ingressRate: 8_000_000, ingressBurst: 800_000, egressRate: 16_000_000, egressBurst: 800_000 },
    ...attachment,
  },
  {
    name: "portmap-iptables",
    type: "portmap",
    config: { snat: true, backend: "iptables", runtimeConfig: { portMappings } },
    ...attachment,
  },
  {
    name: "portmap-nftables",
    type: "portmap",
    config: { snat: true, backend: "nftables", runtimeConfig: { portMappings } },
    ...attachment,
  },
  { name: "firewall-iptables", type: "firewall", config: { backend: "iptables" }, ...attachment },
];
