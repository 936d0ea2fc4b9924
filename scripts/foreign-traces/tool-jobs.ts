/** Commands of a tool that become one trace; `CONTAINER` is a second namespace. */
export interface ToolJob {
  readonly name: string;
  /** What tells its version. */
  readonly version: readonly string[];
  readonly commands: readonly string[];
}

const ip = ["ip", "-V"];
const tc = ["tc", "-V"];
const nft = ["nft", "--version"];
const iptables = ["iptables", "--version"];

export const toolJobs: readonly ToolJob[] = [
  {
    name: "ip-bridge-network",
    version: ip,
    commands: [
      "ip link add cni0 type bridge",
      "ip address add 10.1.0.1/24 dev cni0",
      "ip link set cni0 up",
      "ip link add veth0 type veth peer name eth0 netns CONTAINER",
      "ip link set veth0 master cni0 up",
      "ip -n CONTAINER address add 10.1.0.2/24 dev eth0",
      "ip -n CONTAINER link set eth0 up",
      "ip -n CONTAINER route add default via 10.1.0.1",
      "ip -d -s link show",
      "ip address show",
      "ip route show table all",
      "ip link add cni0 type bridge",
      "ip link delete veth0",
    ],
  },
  {
    name: "ip-neighbours-and-rules",
    version: ip,
    commands: [
      "ip link add veth0 type veth peer name veth1",
      "ip link set veth0 up",
      "ip address add 10.2.0.1/24 dev veth0",
      "ip neighbour add 10.2.0.9 lladdr 02:00:00:00:00:09 dev veth0 nud permanent",
      "ip neighbour show",
      "ip rule add from 10.2.0.0/24 table 100 priority 99",
      "ip rule show",
      "ip route add 10.3.0.0/16 via 10.2.0.9 table 100 metric 7",
      "ip route get 10.2.0.7",
      "ip netns set CONTAINER 5",
      "ip netns list-id",
      "ip rule delete priority 99",
      "ip route delete 10.9.0.0/16",
    ],
  },
  {
    name: "tc-limits",
    version: tc,
    commands: [
      "ip link add veth0 type veth peer name veth1",
      "ip link add ifb0 type ifb",
      "tc qdisc add dev veth0 root tbf rate 8mbit burst 100kb latency 25ms",
      "tc qdisc add dev veth0 ingress",
      "tc filter add dev veth0 parent ffff: protocol all u32 match u32 0 0 action mirred egress redirect dev ifb0",
      "tc -s qdisc show",
      "tc -s filter show dev veth0 parent ffff:",
      "tc qdisc add dev ifb0 root handle 1: htb default 1",
      "tc class add dev ifb0 parent 1: classid 1:1 htb rate 1mbit",
      "tc -s class show dev ifb0",
      "tc qdisc add dev veth0 root tbf rate 8mbit burst 100kb latency 25ms",
      "tc qdisc delete dev veth0 root",
    ],
  },
  {
    name: "nft-ports",
    version: nft,
    commands: [
      "nft add table inet ports",
      "nft 'add chain inet ports prerouting { type nat hook prerouting priority dstnat; }'",
      "nft 'add chain inet ports postrouting { type nat hook postrouting priority srcnat; }'",
      "nft 'add map inet ports dnat { type inet_proto . inet_service : ipv4_addr . inet_service; }'",
      "nft 'add element inet ports dnat { tcp . 8080 : 10.1.0.2 . 80 }'",
      "nft 'add rule inet ports prerouting tcp dport 8081 counter dnat ip to 10.1.0.2:80 comment \"a port\"'",
      "nft 'add rule inet ports postrouting ip saddr 10.1.0.0/24 masquerade'",
      "nft list ruleset",
      "nft delete table inet absent",
      "nft delete table inet ports",
    ],
  },
  {
    name: "iptables-ports",
    version: iptables,
    commands: [
      "iptables -t nat -N CNI-DN-x",
      "iptables -t nat -A CNI-DN-x -p tcp -m tcp --dport 8080 -j DNAT --to-destination 10.1.0.2:80",
      "iptables -t nat -A PREROUTING -m addrtype --dst-type LOCAL -m comment --comment 'a port' -j CNI-DN-x",
      "iptables -t nat -A POSTROUTING -s 10.1.0.0/24 ! -d 224.0.0.0/4 -j MASQUERADE",
      "iptables -t filter -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
      "iptables -t nat -S",
      "iptables -t nat -C POSTROUTING -s 10.9.0.0/24 -j MASQUERADE",
      "iptables -t nat -D PREROUTING -m addrtype --dst-type LOCAL -m comment --comment 'a port' -j CNI-DN-x",
    ],
  },
];
