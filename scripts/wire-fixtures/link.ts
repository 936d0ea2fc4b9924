// What is recorded of links: commands of iproute2 by scenario. `{other}` is a second namespace.

/** Becomes one file in fixtures/wire/link. */
export interface WireScenario {
  readonly name: string;
  /** Made before, not recorded. */
  readonly setup?: readonly string[];
  /** Recorded: the requests. */
  readonly changes: readonly string[];
  /** Recorded: the replies, and what was printed of them. */
  readonly shows: readonly string[];
}

const VETH = "ip link add v0 address 02:00:00:00:00:a0 type veth peer name v1 address 02:00:00:00:00:b0";

export const LINK_SCENARIOS: readonly WireScenario[] = [
  { name: "loopback", changes: ["ip link set lo up"], shows: ["ip -j -d link show dev lo"] },
  {
    name: "veth",
    changes: [
      VETH,
      "ip link add v2 index 70 numtxqueues 3 numrxqueues 2 mtu 1400 type veth peer name v3 index 71 numtxqueues 4",
    ],
    shows: ["ip -j -d link show dev v0", "ip -j -d link show dev v2"],
  },
  {
    name: "common",
    setup: [VETH, "ip link add br0 type bridge"],
    changes: [
      "ip link set v0 mtu 1400",
      "ip link set v0 txqueuelen 500",
      "ip link set v0 alias hello",
      "ip link set v0 group 7",
      "ip link set v0 address 02:00:00:00:00:a1",
      "ip link set v0 broadcast ff:ff:ff:ff:ff:fe",
      "ip link set v0 promisc on allmulticast on",
      "ip link set v0 arp off multicast off",
      "ip link set v0 mode dormant",
      "ip link set v0 addrgenmode none",
      "ip link set v0 gso_max_size 60000 gso_max_segs 32",
      "ip link set v0 gro_max_size 50000",
      "ip link set v0 master br0",
      "ip link set v0 nomaster",
      "ip link property add dev v0 altname first altname a-name-longer-than-fifteen",
      "ip link property del dev v0 altname first",
      "ip link set v1 name renamed",
      "ip link set renamed netns {other}",
      "ip link set v0 up",
    ],
    shows: ["ip -j -d link show dev v0"],
  },
  {
    name: "bridge",
    changes: [
      "ip link add br0 address 02:00:00:00:00:c0 type bridge",
      [
        "ip link set br0 type bridge forward_delay 1400 hello_time 300 max_age 1900 ageing_time 12000 stp_state 1",
        "priority 4096 group_fwd_mask 8 group_address 01:80:c2:00:00:04 mcast_router 2 mcast_snooping 1",
        "mcast_query_use_ifaddr 1 mcast_querier 1 mcast_hash_elasticity 16 mcast_hash_max 1024",
        "mcast_last_member_count 3 mcast_startup_query_count 4 mcast_last_member_interval 200",
        "mcast_membership_interval 26100 mcast_querier_interval 25600 mcast_query_interval 12600",
        "mcast_query_response_interval 1100 mcast_startup_query_interval 3200 mcast_stats_enabled 1",
        "mcast_igmp_version 3 mcast_mld_version 2 nf_call_iptables 1 nf_call_ip6tables 1 nf_call_arptables 1",
      ].join(" "),
      "ip link set br0 type bridge no_linklocal_learn 1",
      "ip link set br0 type bridge fdb_flush",
    ],
    shows: ["ip -j -d link show dev br0"],
  },
  {
    name: "bridge-port",
    setup: [
      VETH,
      "ip link add br0 address 02:00:00:00:00:c0 type bridge",
      "ip link set br0 up",
      "ip link set v0 up master br0",
      "ip link set v1 up master br0",
    ],
    changes: [
      [
        "ip link set v0 type bridge_slave state 3 priority 16 cost 7 hairpin on guard on root_block on fastleave on",
        "learning off flood off proxy_arp on proxy_arp_wifi on mcast_router 2 mcast_flood off",
        "mcast_to_unicast on bcast_flood off group_fwd_mask 8 neigh_suppress on vlan_tunnel off isolated on locked on",
        "backup_port v1",
      ].join(" "),
      "ip link set v0 type bridge_slave fdb_flush",
      "bridge link set dev v0 hairpin off isolated off cost 9",
    ],
    shows: ["ip -j -d link show dev v0", "bridge -j -d link show dev v0"],
  },
  {
    name: "bridge-vlan",
    setup: [
      VETH,
      "ip link add br0 address 02:00:00:00:00:c0 type bridge vlan_filtering 1 vlan_default_pvid 1",
      "ip link set v0 master br0",
    ],
    changes: [
      "bridge vlan add dev v0 vid 5 pvid untagged",
      "bridge vlan add dev v0 vid 10-20",
      "bridge vlan add dev br0 vid 30 self",
      "bridge vlan add dev v0 vid 40 master",
      "bridge vlan del dev v0 vid 12-13",
      [
        "ip link set br0 type bridge vlan_protocol 802.1ad vlan_stats_enabled 1 mcast_vlan_snooping 1",
        "vlan_default_pvid 5 vlan_filtering 1",
      ].join(" "),
      "ip link set v0 type bridge_slave vlan_tunnel on",
      "bridge vlan add dev v0 vid 10 tunnel_info id 1010",
    ],
    shows: ["bridge -j vlan show", "bridge -j -compressvlans vlan show", "ip -j -d link show dev br0"],
  },
  {
    name: "dummy",
    changes: ["ip link add d0 address 02:00:00:00:00:d0 type dummy", "ip link set d0 carrier off"],
    shows: ["ip -j -d link show dev d0"],
  },
  {
    name: "ifb",
    changes: ["ip link add i0 address 02:00:00:00:00:d1 type ifb"],
    shows: ["ip -j -d link show dev i0"],
  },
  {
    name: "vlan",
    setup: [VETH],
    changes: [
      [
        "ip link add link v0 name v0.5 type vlan protocol 802.1ad id 5 reorder_hdr off gvrp on loose_binding on",
        "egress-qos-map 1:2 3:4 ingress-qos-map 5:6 7:7",
      ].join(" "),
      "ip link add link v0 name v0.6 type vlan id 6",
    ],
    shows: ["ip -j -d link show dev v0.5", "ip -j -d link show dev v0.6"],
  },
  {
    name: "vxlan",
    setup: [VETH],
    changes: [
      [
        "ip link add x0 address 02:00:00:00:00:e0 type vxlan id 42 group 239.1.1.1 local 10.0.0.1 dev v0 ttl 5 tos 2",
        "dstport 4789 srcport 32768 61000 ageing 100 maxaddress 50 nolearning proxy rsc l2miss l3miss udpcsum",
        "gbp df set",
      ].join(" "),
      [
        "ip link add x1 address 02:00:00:00:00:e1 type vxlan id 43 remote fd00::2 local fd00::1 dstport 4790",
        "ttl inherit udp6zerocsumtx udp6zerocsumrx remcsumtx remcsumrx flowlabel 0x12345",
      ].join(" "),
      "ip link add x2 address 02:00:00:00:00:e2 type vxlan dstport 4791 external vnifilter",
      "ip link add x3 address 02:00:00:00:00:e3 type vxlan dstport 4792 external gpe",
    ],
    shows: [
      "ip -j -d link show dev x0",
      "ip -j -d link show dev x1",
      "ip -j -d link show dev x2",
      "ip -j -d link show dev x3",
    ],
  },
  {
    name: "macvlan",
    setup: [VETH],
    changes: [
      "ip link add link v0 name m0 address 02:00:00:00:00:f0 type macvlan mode bridge bcqueuelen 500",
      "ip link add link v1 name m1 address 02:00:00:00:00:f1 type macvlan mode source nodst",
      "ip link set m1 type macvlan macaddr set 02:00:00:00:01:01 02:00:00:00:01:02",
      "ip link set m1 type macvlan macaddr add 02:00:00:00:01:03",
      "ip link set m1 type macvlan macaddr del 02:00:00:00:01:01",
      "ip link set m0 protodown on",
      "ip link set m0 protodown_reason 3 on",
    ],
    shows: ["ip -j -d link show dev m0", "ip -j -d link show dev m1"],
  },
  {
    name: "macvtap",
    setup: [VETH],
    changes: ["ip link add link v0 name m0 address 02:00:00:00:00:f0 type macvtap mode vepa"],
    shows: ["ip -j -d link show dev m0"],
  },
  {
    name: "ipvlan",
    setup: [VETH],
    changes: ["ip link add link v0 name p0 type ipvlan mode l3s private"],
    shows: ["ip -j -d link show dev p0"],
  },
  {
    name: "vrf",
    setup: [VETH],
    changes: [
      "ip link add r0 address 02:00:00:00:00:d2 type vrf table 1234",
      "ip link set r0 up",
      "ip link set v0 master r0",
    ],
    shows: ["ip -j -d link show dev r0", "ip -j -d link show dev v0"],
  },
  {
    name: "tun",
    setup: ["ip tuntap add dev t0 mode tun user 12 group 34 pi", "ip tuntap add dev t1 mode tap vnet_hdr multi_queue"],
    changes: [],
    shows: ["ip -j -d link show dev t0", "ip -j -d link show dev t1"],
  },
];
