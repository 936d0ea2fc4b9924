/** Becomes one file: what `nft` says to the kernel for a command, and what it is told. */
export interface NftRecording {
  readonly name: string;
  /** Text for `nft -f` that prepares the namespace. */
  readonly setup?: readonly string[];
  /** What is recorded: arguments of `nft`. */
  readonly command: string;
}

const table = "add table inet t";
const set = (name: string, description: string) => `add set inet t ${name} { ${description} ; }`;
const map = (name: string, description: string) => `add map inet t ${name} { ${description} ; }`;
const list = "list ruleset";
/** A command, and a listing of its effect. */
const both = (name: string, command: string, setup: readonly string[] = [table]): readonly NftRecording[] => [
  { name, setup, command },
  { name: `${name}-list`, setup: [...setup, command], command: list },
];

export const nftRecordings: readonly NftRecording[] = [
  ...both("table", 'add table ip t { comment "a table" ; flags dormant ; }', []),
  { name: "table-create", command: "create table inet t" },
  { name: "table-delete", setup: [table], command: "delete table inet t" },
  ...both("chain", "add chain inet t c"),
  ...both(
    "chain-base",
    'add chain inet t c { type nat hook postrouting priority srcnat - 5 ; policy drop ; comment "a chain" ; }',
  ),
  ...both("chain-netdev", "add chain netdev n c { type filter hook ingress device v0 priority filter ; }", [
    "add table netdev n",
  ]),
  ...both("chain-devices", "add chain netdev n c { type filter hook ingress devices = { v0, v1 } priority 1 ; }", [
    "add table netdev n",
  ]),
  { name: "chain-create", setup: [table], command: "create chain inet t c" },
  { name: "chain-delete", setup: [table, "add chain inet t c"], command: "delete chain inet t c" },
  ...both("rule", 'add rule inet t c tcp dport 80 counter accept comment "a rule"', [table, "add chain inet t c"]),
  { name: "rule-insert", setup: [table, "add chain inet t c"], command: "insert rule inet t c drop" },
  {
    name: "rule-insert-index",
    setup: [table, "add chain inet t c", "add rule inet t c drop"],
    command: "insert rule inet t c index 0 accept",
  },
  {
    name: "rule-add-handle",
    setup: [table, "add chain inet t c", "add rule inet t c drop"],
    command: "add rule inet t c handle 2 accept",
  },
  {
    name: "rule-replace",
    setup: [table, "add chain inet t c", "add rule inet t c drop"],
    command: "replace rule inet t c handle 2 accept",
  },
  {
    name: "rule-delete",
    setup: [table, "add chain inet t c", "add rule inet t c drop"],
    command: "delete rule inet t c handle 2",
  },
  { name: "chain-flush", setup: [table, "add chain inet t c"], command: "flush chain inet t c" },
  { name: "table-flush", setup: [table], command: "flush table inet t" },
  {
    name: "rule-anonymous-set",
    setup: [table, "add chain inet t c"],
    command: "add rule inet t c tcp dport { 80, 443 }",
  },
  ...both("set", set("s", 'type ipv4_addr ; size 100 ; comment "a set"')),
  ...both("set-timeout", set("s", "type inet_service ; flags timeout, dynamic ; timeout 10s ; gc-interval 5s")),
  ...both("set-concat", set("s", "type ipv4_addr . inet_service ; flags interval ; policy memory")),
  ...both("set-counter", set("s", "type ipv4_addr ; counter")),
  ...both("set-two-expressions", set("s", "type ipv4_addr ; flags dynamic ; limit rate 5/second ; counter")),
  ...both("set-typeof", set("s", "typeof ip saddr ; auto-merge ; flags interval")),
  ...both("map", map("m", "type inet_service : ipv4_addr")),
  ...both("map-verdict", map("m", "type ipv4_addr : verdict")),
  ...both("map-object", map("m", "type ipv4_addr : counter")),
  { name: "set-delete", setup: [table, set("s", "type ipv4_addr")], command: "delete set inet t s" },
  { name: "set-flush", setup: [table, set("s", "type ipv4_addr")], command: "flush set inet t s" },
  ...both("element", "add element inet t s { 10.0.0.1, 10.0.0.2 }", [table, set("s", "type ipv4_addr")]),
  ...both("element-interval", "add element inet t s { 10.0.0.0/8, 192.168.0.1-192.168.0.9 }", [
    table,
    set("s", "type ipv4_addr ; flags interval"),
  ]),
  ...both("element-concat", "add element inet t s { 10.0.0.0/8 . 80-90 }", [
    table,
    set("s", "type ipv4_addr . inet_service ; flags interval"),
  ]),
  ...both("element-timeout", 'add element inet t s { 80 timeout 90m expires 80m comment "an element" }', [
    table,
    set("s", "type inet_service ; flags timeout"),
  ]),
  ...both("element-counter", "add element inet t s { 10.0.0.1 counter packets 1 bytes 2 }", [
    table,
    set("s", "type ipv4_addr ; counter"),
  ]),
  ...both("element-catchall", "add element inet t m { 80 : 10.0.0.1, * : 10.0.0.2 }", [
    table,
    map("m", "type inet_service : ipv4_addr"),
  ]),
  ...both("element-verdict", "add element inet t m { 10.0.0.1 : jump c, 10.0.0.2 : drop }", [
    table,
    "add chain inet t c",
    map("m", "type ipv4_addr : verdict"),
  ]),
  ...both("element-object", 'add element inet t m { 10.0.0.1 : "o" }', [
    table,
    "add counter inet t o",
    map("m", "type ipv4_addr : counter"),
  ]),
  {
    name: "element-delete",
    setup: [table, set("s", "type ipv4_addr"), "add element inet t s { 10.0.0.1 }"],
    command: "delete element inet t s { 10.0.0.1 }",
  },
  {
    name: "element-get",
    setup: [table, set("s", "type ipv4_addr"), "add element inet t s { 10.0.0.1 }"],
    command: "get element inet t s { 10.0.0.1 }",
  },
  ...both("object-counter", 'add counter inet t o { packets 1 bytes 2 ; comment "an object" ; }'),
  ...both("object-quota", "add quota inet t o { over 10 mbytes used 1 mbytes }"),
  ...both("object-limit", "add limit inet t o { rate 400/minute burst 3 packets }"),
  ...both("object-limit-bytes", "add limit inet t o { rate over 1 mbytes/second }"),
  ...both("object-ct-helper", 'add ct helper inet t o { type "ftp" protocol tcp ; l3proto ip ; }'),
  ...both(
    "object-ct-timeout",
    "add ct timeout ip i o { protocol tcp ; l3proto ip ; policy = { established : 100, close : 4 } ; }",
    ["add table ip i"],
  ),
  ...both(
    "object-ct-expectation",
    "add ct expectation ip i o { protocol tcp ; dport 9876 ; timeout 2m ; size 12 ; l3proto ip ; }",
    ["add table ip i"],
  ),
  ...both("object-synproxy", "add synproxy inet t o { mss 1460 ; wscale 7 ; timestamp sack-perm ; }"),
  {
    name: "object-secmark",
    setup: [table],
    command: 'add secmark inet t o { "system_u:object_r:ssh_server_packet_t:s0" ; }',
  },
  { name: "object-delete", setup: [table, "add counter inet t o"], command: "delete counter inet t o" },
  { name: "object-reset", setup: [table, "add counter inet t o"], command: "reset counter inet t o" },
  {
    name: "flowtable",
    setup: [table],
    command: "add flowtable inet t f { hook ingress priority filter + 1 ; devices = { v0, v1 } ; counter ; }",
  },
];
