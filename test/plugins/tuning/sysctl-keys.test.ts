import t from "tap";
import { readSysctls } from "../../../src/plugins/tuning/sysctl-keys.ts";
import { outcomeOf } from "../cni-call.ts";

function keyOf(name: string, ifname = "eth0"): unknown {
  return outcomeOf(() => [...readSysctls(new Map([[name, ""]]), ifname).keys()].join());
}

t.test("both separators, IFNAME once, dots of the interface stay", async (t) => {
  t.equal(keyOf("net.core.somaxconn"), "net/core/somaxconn");
  t.equal(keyOf("net/core/somaxconn"), "net/core/somaxconn");
  t.equal(keyOf("net/ipv4.conf/IFNAME.arp_filter"), "net/ipv4/conf/eth0/arp_filter");
  t.equal(keyOf("net.ipv4.conf.IFNAME.arp_filter", "eth0.10"), "net/ipv4/conf/eth0.10/arp_filter");
  t.equal(keyOf("net.ipv4.conf.eth0.10.x"), "net/ipv4/conf/eth0/10/x");
  t.equal(keyOf("net.IFNAME.IFNAME"), "net/eth0/IFNAME");
  t.equal(keyOf("net.IFNAME", "$&$1"), "net/$&$1");
  t.equal(keyOf("/net//core/./somaxconn/"), "net/core/somaxconn");
});

t.test("nothing outside net can be named", async (t) => {
  const cases: readonly [name: string, shown: string][] = [
    ["kernel.shmmax", "kernel/shmmax"],
    ["kernel/shmmax", "kernel/shmmax"],
    ["net", "net"],
    ["net/", "net/"],
    ["", ""],
    ["/proc/sys/net/core/somaxconn", "/proc/sys/net/core/somaxconn"],
    ["network/x", "network/x"],
    ["../kernel/x", "///kernel/x"],
    ["net/a\0b", "net/a\\x00b"],
  ];
  for (const [name, shown] of cases) t.equal(keyOf(name), `7 invalid net sysctl key: "${shown}"`, name);
  t.equal(keyOf("net/../kernel/x"), "net/kernel/x", "dots separate, so there is no parent");
  t.equal(keyOf("net/IFNAME/x", ".."), '7 invalid net sysctl key: "net/../x"');
  t.equal(keyOf("net/IFNAME/x", "."), '7 invalid net sysctl key: "net/./x"');
});

t.test("two names of one key must agree", async (t) => {
  const read = (a: string, b: string) =>
    outcomeOf(() => [
      ...readSysctls(
        new Map([
          ["net.a.b", a],
          ["net/a/b", b],
        ]),
        "eth0",
      ),
    ]);
  t.strictSame(read("1", "1"), [["net/a/b", "1"]]);
  t.equal(read("1", "2"), "7 duplicated sysctl keys are not allowed");
});
