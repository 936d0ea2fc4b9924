/** Where our requests differ from the reference's for the same intent, in the words of `changesOf`. */
export interface RequestDifference {
  readonly id: string;
  /** Why ours is right, in a sentence or two. */
  readonly reason: string;
  /** Which jobs: `bridge ADD`. */
  readonly jobs: RegExp;
  /** What only the reference asks for; undefined where ours asks for more. */
  readonly reference?: RegExp;
  /** What only ours asks for, instead or besides. */
  readonly own?: RegExp;
}

/** The only such list. An entry that no longer occurs fails the test, so that the list cannot rot. */
export const REQUEST_DIFFERENCES: readonly RequestDifference[] = [
  {
    id: "bridge-has-its-address-at-once",
    reason:
      "The reference makes the bridge without an address and later sets the one that it happens to have. Ours gives it one when it is made, so that it never takes that of its first port.",
    jobs: /^bridge(-masquerade)? ADD$/,
    reference: /^host RTM_NEWLINK CREATE\|EXCL \{"ifname":"cni0","linkinfo":\{"data":\{\},"kind":"bridge"\}\}$/,
    own: /^host RTM_NEWLINK CREATE\|EXCL \{"address":"a MAC address","ifname":"cni0","linkinfo":\{"data":\{\},"kind":"bridge"\}\}$/,
  },
  {
    id: "port-up-and-enslaved-at-once",
    reason: "One request instead of two: the kernel takes both members together.",
    jobs: /^bridge(-masquerade)? ADD$/,
    reference:
      /^host RTM_(NEWLINK \{"change":1,"flags":1,"index":"veth…"\}|SETLINK \{"index":"veth…","master":"cni0"\})$/,
    own: /^host RTM_NEWLINK \{"change":1,"flags":1,"index":"veth…","master":"cni0"\}$/,
  },
  {
    id: "defaults-of-a-port",
    reason: "A new port neither reflects packets nor is isolated: ours does not ask for what it has.",
    jobs: /^bridge(-masquerade)? ADD$/,
    reference: /^host RTM_SETLINK \{"bridgeProtinfo":\{"(mode|isolated)":false\},"family":7,"index":"veth…"\}$/,
  },
  {
    id: "newlink-sets",
    reason:
      "Ours changes links by RTM_NEWLINK, as `ip link set` does; of a link that exists the kernel carries it out by the same function as RTM_SETLINK (do_setlink(), net/core/rtnetlink.c).",
    jobs: /^(bridge(-masquerade)? ADD|tuning (ADD|DEL))$/,
    reference:
      /^(host|container) RTM_SETLINK \{("address":"[^"]*",|"change":256,("flags":256,)?)?"index":"(cni0|eth0)"(,"mtu":\d+|,"txqlen":\d+)?\}$/,
    own: /^(host|container) RTM_NEWLINK \{("address":"[^"]*",|"change":256,("flags":256,)?)?"index":"(cni0|eth0)"(,"mtu":\d+|,"txqlen":\d+)?\}$/,
  },
  {
    id: "default-route-without-destination",
    reason: "Ours leaves RTA_DST of a default route out, as `ip` does; a destination of zeros is the same route.",
    jobs: /^(bridge(-masquerade)?|ptp) ADD$/,
    reference: /^container RTM_NEWROUTE CREATE \{"dst":"0\.0\.0\.0","family":2,/,
    own: /^container RTM_NEWROUTE CREATE \{"family":2,"gateway":"10\.1\.0\.1",/,
  },
  {
    id: "link-deleted-by-name",
    reason: "The kernel finds the link by its name: no look-up, and no other link that got the index meanwhile.",
    jobs: /^(bridge(-masquerade)?|ptp|bandwidth) DEL$/,
    reference: /^(host|container) RTM_DELLINK \{"index":"[^"]+"\}$/,
    own: /^(host|container) RTM_DELLINK \{"ifname":"[^"]+"\}$/,
  },
  {
    id: "chain-with-create",
    reason:
      "iptables asks for a new chain by NLM_F_EXCL alone: nf_tables makes one without NLM_F_CREATE as well. Ours lets a chain be that somebody has made meanwhile; the generation in the transaction's head tells.",
    jobs: /^(bridge-masquerade|portmap-iptables|firewall-iptables) ADD$/,
    reference: /^host NFT_MSG_NEWCHAIN EXCL \{"family":2,"name":"CNI-[^"]+","table":"(nat|filter)"\}$/,
    own: /^host NFT_MSG_NEWCHAIN CREATE \{"family":2,"name":"CNI-[^"]+","table":"(nat|filter)"\}$/,
  },
  {
    id: "table-in-each-transaction",
    reason:
      "Each transaction of ours makes sure of its table, which costs nothing where it is there; iptables asks first.",
    jobs: /^(bridge-masquerade|portmap-iptables|firewall-iptables) ADD$/,
    own: /^host NFT_MSG_NEWTABLE CREATE \{"family":2,"name":"(nat|filter)"\}$/,
  },
  {
    id: "rule-deleted-by-handle",
    reason: "iptables repeats the whole rule beside its handle; the kernel looks at the handle only.",
    jobs: /^(bridge-masquerade|portmap-iptables|firewall-iptables) DEL$/,
    reference: /^host NFT_MSG_DELRULE \{"chain":"[^"]+","expressions":\[.*"handle":"…"/,
    own: /^host NFT_MSG_DELRULE \{"chain":"[^"]+","family":2,"handle":"…","table":"(nat|filter)"\}$/,
  },
  {
    id: "chain-deleted-with-its-rules",
    reason:
      "iptables flushes a chain, then asks that it be kept if it has rules again (NLM_F_NONREC). Ours does both in one transaction.",
    jobs: /^(bridge-masquerade|portmap-iptables) DEL$/,
    reference: /^host NFT_MSG_DELCHAIN NONREC \{"family":2,"name":"CNI-[^"]+","table":"nat"(,"use":\d+)?\}$/,
    own: /^host NFT_MSG_DELCHAIN \{"family":2,"name":"CNI-[^"]+","table":"nat"\}$/,
  },
  {
    id: "chain-flushed-once",
    reason: "The reference flushes the container's chain twice; ours once.",
    jobs: /^portmap-iptables DEL$/,
    reference: /^host NFT_MSG_DELRULE \{"chain":"CNI-DN-[^"]+","family":2,"table":"nat"\}$/,
  },
  {
    id: "no-trial-transaction",
    reason:
      'The reference finds out whether `nft` works by checking a table with the comment "test"; ours needs no program.',
    jobs: /^(bridge-masquerade DEL|portmap-nftables (ADD|DEL))$/,
    reference: /^host NFT_MSG_NEWTABLE \{"family":\d+,"name":"[^"]+","userdata":\{"comment":"test"\}\}$/,
  },
  {
    id: "table-with-create",
    reason: "nft leaves NLM_F_CREATE out of tables, where the kernel does not look at it. Ours says what it means.",
    jobs: /^portmap-nftables ADD$/,
    reference:
      /^host NFT_MSG_NEWTABLE \{"family":2,"name":"cni_hostport","userdata":\{"comment":"CNI portmap plugin"\}\}$/,
    own: /^host NFT_MSG_NEWTABLE CREATE \{"family":2,"name":"cni_hostport","userdata":\{"comment":"CNI portmap plugin"\}\}$/,
  },
  {
    id: "policy-of-a-base-chain",
    reason: "Ours says that a base chain accepts, which is what one without a policy does.",
    jobs: /^portmap-nftables ADD$/,
    reference:
      /^host NFT_MSG_NEWCHAIN CREATE \{"family":2,"hook":\{[^}]*\},"name":"\w+","table":"cni_hostport","type":"nat"\}$/,
    own: /^host NFT_MSG_NEWCHAIN CREATE \{"family":2,"hook":\{[^}]*\},"name":"\w+","policy":1,"table":"cni_hostport","type":"nat"\}$/,
  },
  {
    id: "rules-name-their-owner",
    reason:
      "The reference's comment names the container only; ours adds hashes of network and attachment in a member of the user data that `nft` does not print, so that a DEL takes its own rules only.",
    jobs: /^portmap-nftables ADD$/,
    reference:
      /^host NFT_MSG_NEWRULE APPEND\|CREATE \{"chain":"(hostports|masquerading)",.*"userdata":\{"comment":"foreign"\}\}$/,
    own: /^host NFT_MSG_NEWRULE APPEND\|CREATE \{"chain":"(hostports|masquerading)",.*"userdata":\{"#200":\[\{"bytes":"[0-9a-f]+"\}\],"comment":"foreign"\}\}$/,
  },
  {
    id: "ingress-without-options",
    reason: "The ingress qdisc has no options: ours does not send an empty TCA_OPTIONS.",
    jobs: /^bandwidth ADD$/,
    reference: /^host RTM_NEWQDISC CREATE\|EXCL \{.*"kind":"ingress","options":\{\},/,
    own: /^host RTM_NEWQDISC CREATE\|EXCL \{.*"kind":"ingress","parent":\d+\}$/,
  },
  {
    id: "mirred-of-its-own-size",
    reason: "The reference's struct tc_mirred is two bytes longer than the kernel's.",
    jobs: /^bandwidth ADD$/,
    reference: /^host RTM_NEWTFILTER .*"kind":"mirred","options":\{"parms":\{[^}]*"rest":"0+"\}/,
    own: /^host RTM_NEWTFILTER .*"kind":"mirred","options":\{"parms":\{[^}]*"ifindex":"bwp[0-9a-f]+"\}/,
  },
];
