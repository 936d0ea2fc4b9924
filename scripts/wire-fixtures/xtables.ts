/** A rule that is recorded: the chain that it is appended to, and the rest of the command. */
export interface XtablesRecording {
  readonly tool: "iptables" | "ip6tables";
  readonly table: "filter" | "nat" | "mangle";
  /** Behind `-A CHAIN`, as for a shell. */
  readonly rule: string;
}

const rules = (tool: XtablesRecording["tool"], table: XtablesRecording["table"], lines: string): XtablesRecording[] =>
  lines
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => ({ tool, table, rule: line.trim() }));

/** What the reference plugins make, then what administrators write. Chain `OTHER` is there to be jumped to. */
export const xtablesRecordings: readonly XtablesRecording[] = [
  ...rules(
    "iptables",
    "nat",
    `
    -m comment --comment "CNI portfwd masquerade mark" -j MARK --set-xmark 0x2000/0x2000
    -m mark --mark 0x2000/0x2000 -j MASQUERADE
    -m comment --comment "CNI portfwd requiring masquerade" -j OTHER
    -m addrtype --dst-type LOCAL -j OTHER
    -p tcp --dport 8080 -s 10.1.2.3/24 -j OTHER
    -p udp --dport 8080 -d 192.0.2.1 -s 127.0.0.1 -j OTHER
    -p tcp --dport 8080 -s 0.0.0.0/0 -j OTHER
    -p tcp --dport 8080 -j DNAT --to-destination 10.1.2.3:80
    -p udp --dport 8080 -j DNAT --to-destination 10.1.2.3:80
    -p sctp --dport 8080 -j DNAT --to-destination 10.1.2.3:80
    -p dccp --dport 8080 -j DNAT --to-destination 10.1.2.3:80
    -m comment --comment 'dnat name: "net" id: "id"' -m multiport -p tcp --destination-ports 80,443,8080 -j OTHER
    -s 10.1.2.3 -j OTHER -m comment --comment 'name: "net" id: "id"'
    -d 10.1.2.0/24 -j ACCEPT -m comment --comment 'name: "net" id: "id"'
    ! -d 224.0.0.0/4 -j MASQUERADE -m comment --comment 'name: "net" id: "id"'
    -p tcp -j DNAT --to-destination 10.1.2.3-10.1.2.9:80-90 --random --persistent
    -p tcp --dport 1000:2000 -j DNAT --to-destination 10.1.2.3:3000-4000/1000
    -j DNAT --to-destination 10.1.2.3
    -p udp -j SNAT --to-source 192.0.2.1:1024-65535 --random-fully
    -j SNAT --to-source 192.0.2.1-192.0.2.9
    -p tcp -j MASQUERADE --to-ports 1024-31000 --random
    -j MASQUERADE --random-fully
    -p tcp -j REDIRECT --to-ports 8080
    -p tcp -j REDIRECT --to-ports 8080-8090 --random
    `,
  ),
  ...rules(
    "iptables",
    "filter",
    `
    -m comment --comment "CNI firewall plugin rules" -j OTHER
    -d 10.1.2.3/32 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
    -s 10.1.2.3/32 -j ACCEPT
    -i br0 ! -o br0 -j OTHER -m comment --comment "CNI firewall plugin rules (ingressPolicy: same-bridge)"
    -i br0 -o br0 -j DROP -m comment --comment "CNI firewall plugin rules (ingressPolicy: isolated)"
    -j RETURN -m comment --comment "CNI firewall plugin rules (ingressPolicy: isolated)"
    -g OTHER
    -m comment --comment plain
    -m comment --comment "with \\"quotes\\", it's \\\\ and ü"
    ! -s 10.0.0.0/8 ! -d 192.0.2.1 ! -i eth0 ! -o veth+ ! -p tcp
    -i veth+ -o +
    ! -i +
    -s 10.128.0.0/9 -d 10.0.0.1/255.0.0.255
    -p tcp
    -p 77
    -p tcp -m tcp
    -p tcp --sport 1024:65535 --dport 443
    -p tcp --sport 53 --dport 53
    -p tcp --sport 53 ! --dport 53
    -p tcp ! --sport 1000:2000 ! --dport :80
    -p tcp --dport 80:
    -p tcp --syn
    -p tcp ! --syn --dport 22
    -p tcp --tcp-flags ALL NONE
    -p tcp --tcp-option 5 --dport 5
    -p tcp --tcp-flags SYN,RST SYN ! --tcp-option 7
    -p udp --dport 0
    -p udp -m udp --sport 67:68 --dport 67:68
    -p udp -m comment --comment between -m udp --dport 53
    -p icmp
    -p icmp --icmp-type echo-request
    -p icmp ! --icmp-type network-unreachable
    -p icmp --icmp-type any
    -p sctp --sport 1:10 ! --dport 5
    -p sctp --chunk-types any INIT,DATA
    -p dccp ! --sport 1:10 --dport 5 --dccp-types REQUEST,DATA
    -p tcp -m multiport --sports 1,2,3 -m multiport --ports 4:5,6
    -p udp -m multiport ! --dports 1,2:3,4,5,6,7,8,9,10,11,12,13,14,15
    -m addrtype --src-type UNICAST,LOCAL ! --dst-type BROADCAST --limit-iface-in
    -m mark --mark 0x5
    -m mark ! --mark 0x10/0xf0
    -m conntrack --ctstate NEW,INVALID,UNTRACKED,SNAT,DNAT
    -m conntrack ! --ctstate NEW --ctproto tcp
    -m state --state NEW,ESTABLISHED
    -j REJECT
    -p tcp -j REJECT --reject-with tcp-reset
    -j REJECT --reject-with icmp-admin-prohibited
    -j LOG
    -j LOG --log-prefix "dropped: " --log-level info --log-uid --log-tcp-options
    `,
  ),
  ...rules(
    "iptables",
    "mangle",
    `
    -j MARK --set-mark 5
    -j MARK --or-mark 0x10
    -i eth0 -p tcp --dport 80 -m mark --mark 0x1/0x1 -j MARK --set-xmark 0x0/0x1
    `,
  ),
  ...rules(
    "ip6tables",
    "nat",
    `
    -m comment --comment "CNI portfwd masquerade mark" -j MARK --set-xmark 0x2000/0x2000
    -m mark --mark 0x2000/0x2000 -j MASQUERADE
    -m comment --comment 'dnat name: "net" id: "id"' -m multiport -p udp --destination-ports 80,443,8080 -j OTHER
    -p sctp --dport 8080 -j DNAT --to-destination [fd00::3]:80
    -p dccp --dport 8080 -j DNAT --to-destination [fd00::3]:80
    -p tcp --dport 8080 -s fd00::3/64 -j OTHER
    -p tcp --dport 8080 -d fd00::1 -j OTHER
    -p tcp --dport 8080 -s ::/0 -j OTHER
    -p tcp --dport 8080 -j DNAT --to-destination [fd00::3]:80
    -m addrtype --dst-type LOCAL -j OTHER
    ! -d ff00::/8 -j MASQUERADE -m comment --comment 'name: "net" id: "id"'
    -j DNAT --to-destination fd00::3-fd00::9
    -p udp -j DNAT --to-destination [fd00::3-fd00::9]:80-90 --persistent
    -j SNAT --to-source fd00::1
    -p tcp -j MASQUERADE --to-ports 1024-31000
    -p tcp -j REDIRECT --to-ports 8080
    `,
  ),
  ...rules(
    "ip6tables",
    "filter",
    `
    -d fd00::3/128 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
    -s 2001:db8::/33 ! -d 2001:db8::/32 -i br0 ! -o br0
    -s fd00::1/ffff::ffff
    -p icmpv6 --icmpv6-type echo-request -j ACCEPT
    -p icmpv6 ! --icmpv6-type 1/4 -j REJECT --reject-with icmp6-adm-prohibited
    -p tcp --dport 22 -j REJECT --reject-with tcp-reset
    -j REJECT
    -j LOG --log-prefix v6
    `,
  ),
];
