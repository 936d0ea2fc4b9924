import { closeSync, openSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import t from "tap";
import { openRouteClient } from "../../../../src/netlink/route/route-client.ts";
import { loadLibc } from "../../../../src/netlink/socket/load-libc.ts";
import { createNetns, inNetns, netnsIdentity, openNetns } from "../../../../src/netlink/socket/netns.ts";
import { needs } from "../../../harness/needs.ts";
import { deleteNetns, ip, makeNetns } from "../../../harness/netns.ts";
import { rejects, throws } from "../../../netlink/errors.ts";

const OWN = "/proc/thread-self/ns/net";
const countFds = (): number => readdirSync("/proc/self/fd").length;
const linksHere = (): string[] =>
  readFileSync("/proc/thread-self/net/dev", "utf8")
    .match(/^\s*\S+(?=:)/gm)
    ?.map((name) => name.trim()) ?? [];

if (needs({ root: true, tools: ["ip"] }, t)) {
  t.test("by path, by descriptor, held: the same namespace", async (t) => {
    const netns = makeNetns(t);
    ip(netns, "link add inside type veth peer name other");
    const before = countFds();
    const fd = openSync(netns.path, "r");
    {
      using held = openNetns(netns.path);
      t.equal(held.identity(), netnsIdentity(fd));
      t.not(held.identity(), netnsIdentity(OWN));
      for (const ref of [netns.path, fd, held.fd, held.path]) {
        using client = await openRouteClient({ netns: ref });
        t.ok(await client.link.find("inside"), String(ref));
      }
    }
    closeSync(fd);
    t.equal(countFds(), before);
  });

  t.test("an action inside sees the namespace, and nothing of it stays outside", async (t) => {
    const netns = makeNetns(t);
    ip(netns, "link add inside type veth peer name other");
    const libc = await loadLibc();
    const home = readlinkSync(OWN);
    const before = countFds();
    t.ok(inNetns<string[]>(libc, netns.path, linksHere).includes("inside"));
    throws(t, () => inNetns<unknown>(libc, netns.path, () => JSON.parse("{")), { name: "SyntaxError" });
    t.equal(readlinkSync(OWN), home);
    t.notOk(linksHere().includes("inside"));
    t.equal(countFds(), before);
  });

  t.test("namespaces that are gone, and what is none", async (t) => {
    const netns = makeNetns(t);
    deleteNetns(netns.name);
    const before = countFds();
    await rejects(t, openRouteClient({ netns: netns.path }), { code: "ERR_NETNS", errnoName: "ENOENT" });
    await rejects(t, openRouteClient({ netns: "/etc/hostname" }), { code: "ERR_NETNS", message: /not a namespace/ });
    await rejects(t, openRouteClient({ netns: "/proc/self/ns/uts" }), { code: "ERR_NETNS", errnoName: "EINVAL" });
    await rejects(t, openRouteClient({ netns: 9999 }), { code: "ERR_NETNS", errnoName: "ENOENT" });
    t.equal(countFds(), before);
  });

  t.test("a namespace of one's own: empty, reachable while it is held, gone afterwards", async (t) => {
    const libc = await loadLibc();
    const home = readlinkSync(OWN);
    const before = countFds();
    const made = createNetns(libc);
    t.equal(readlinkSync(OWN), home);
    t.not(made.identity(), netnsIdentity(OWN));
    const { path } = made;
    using client = await openRouteClient({ netns: path });
    t.ok((await client.link.list()).some(({ ifname }) => ifname === "lo"));
    made[Symbol.dispose]();
    throws(t, () => openNetns(path), { code: "ERR_NETNS" });
    client[Symbol.dispose]();
    t.equal(countFds(), before);
  });

  t.test("a socket belongs to its namespace for ever, also when the name is gone", async (t) => {
    const netns = makeNetns(t);
    ip(netns, "link add inside type veth peer name other");
    using client = await openRouteClient({ netns: netns.path });
    deleteNetns(netns.name);
    t.ok(await client.link.find("inside"));
  });
}
