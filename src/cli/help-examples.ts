/** A call and what it is for. */
export type Example = readonly [call: string, purpose: string];

/** Examples of every command, by its name (`ipam free`), for the end of its help. */
export const EXAMPLES: Readonly<Record<string, readonly Example[]>> = {
  add: [
    ["cni-ts add mynet blue", "attach the namespace `blue` of `ip netns`"],
    [
      "cni-ts add mynet /proc/4711/ns/net --ifname eth1 --json",
      "that of a process, with the result as plugins print it",
    ],
    [
      `cni-ts add mynet blue --capability-args '{"portMappings":[{"hostPort":8080,"containerPort":80,"protocol":"tcp"}]}'`,
      "with a published port",
    ],
  ],
  del: [
    ["cni-ts del mynet blue", "detach the namespace `blue`"],
    ["cni-ts del mynet --container-id c1", "one whose namespace may be gone"],
  ],
  check: [["cni-ts check mynet blue", "compare the attachment with what its ADD made"]],
  gc: [
    ["cni-ts gc mynet --keep c1/eth0 --keep c2/eth0", "delete every attachment but two"],
    ["cni-ts gc mynet", "delete all of them"],
  ],
  status: [["cni-ts status mynet && echo ready", "wait for a network in a script"]],
  plan: [
    ["cni-ts plan mynet", "what an ADD would do on this machine, now"],
    ["cni-ts plan ./10-mynet.conflist --json", "of a file that is not installed yet"],
  ],
  validate: [
    ["cni-ts validate /etc/cni/net.d/*", "look at what is installed"],
    ["cni-ts validate --strict --json net.conflist", "in CI: warnings fail as well"],
  ],
  schema: [
    ["cni-ts schema bridge", "what a bridge's configuration may hold"],
    ["cni-ts schema --to schemas", "all of them as files, for an editor"],
  ],
  ipam: [["cni-ts ipam list", "the addresses of all networks"]],
  "ipam list": [["cni-ts ipam list --network mynet --json", "who holds which address of one network"]],
  "ipam show": [["cni-ts ipam show 10.1.0.2 --network mynet", "who holds this one"]],
  "ipam free": [
    ["cni-ts ipam free --gone --network mynet", "all whose holder's namespace is gone"],
    ["cni-ts ipam free 10.1.0.2 --network mynet", "one"],
  ],
  show: [
    ["cni-ts show", "this machine's network, and whose it is"],
    ["cni-ts show --svg net.svg", "as a drawing"],
  ],
  doctor: [
    ["cni-ts doctor", "look for what goes wrong on this node"],
    ["cni-ts doctor --fix", "and mend what can harm nothing"],
    ["cni-ts doctor --bundle report.json", "for whoever is to help"],
  ],
  netlink: [["cni-ts netlink monitor", "what changes in this machine's network"]],
  "netlink dump": [
    ["cni-ts netlink dump route --netns blue --table main", "as ip route shows them"],
    ["cni-ts netlink dump nft", "as nft list ruleset does"],
  ],
  "netlink get": [["cni-ts netlink get route 10.1.0.9", "the way that packets take"]],
  "netlink get link": [["cni-ts netlink get link cni0 --json", "one link with all that the kernel tells of it"]],
  "netlink get route": [
    ["cni-ts netlink get route 10.1.0.9 --netns blue", "the way that packets of that namespace take"],
  ],
  "netlink get neigh": [["cni-ts netlink get neigh 10.1.0.9 --dev cni0", "the hardware address behind this one"]],
  "netlink monitor": [
    ["cni-ts netlink monitor link addr --initial", "what is there, then what changes"],
    ["cni-ts netlink monitor nft --json", "changes of the ruleset, one object a line"],
  ],
  "netlink decode": [["cni-ts netlink decode message.hex", "what these bytes say"]],
  install: [["cni-ts install --to /opt/cni/bin", "put the plugins where runtimes look for them"]],
  uninstall: [["cni-ts uninstall --from /opt/cni/bin", "take them away"]],
  trace: [["cni-ts trace show add.nltrace", "what was asked of the kernel"]],
  "trace show": [["cni-ts trace show add.nltrace", "a line for each message"]],
  "trace to-pcap": [["cni-ts trace to-pcap add.nltrace add.pcap", "for Wireshark"]],
  "trace from-pcap": [["cni-ts trace from-pcap nlmon.pcap nlmon.nltrace", "of a capture of tcpdump"]],
  "trace replay": [["cni-ts trace replay add.nltrace", "what this version does with the same answers"]],
  completion: [["source <(cni-ts completion bash)", "complete in this shell"]],
  plugin: [["CNI_COMMAND=VERSION cni-ts plugin bridge", "ask a plugin for its versions"]],
};
