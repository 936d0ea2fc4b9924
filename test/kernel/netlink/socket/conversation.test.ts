import { readdirSync } from "node:fs";
import t from "tap";
import { linkMessage } from "../../../../src/netlink/route/link/link-message.ts";
import { openRouteClient, RouteClient } from "../../../../src/netlink/route/route-client.ts";
import { openBlockingTransport } from "../../../../src/netlink/socket/blocking-transport.ts";
import { Exchange, type Request } from "../../../../src/netlink/socket/exchange.ts";
import { loadLibc } from "../../../../src/netlink/socket/load-libc.ts";
import type { Transport } from "../../../../src/netlink/socket/transport.ts";
import { TransportError } from "../../../../src/netlink/socket/transport-error.ts";
import { NETLINK_ROUTE, NLM_F_CREATE, NLM_F_EXCL } from "../../../../src/netlink/uapi/netlink.ts";
import { RTM_GETLINK, RTM_NEWLINK } from "../../../../src/netlink/uapi/rtnetlink.ts";
import { SO_RCVBUF, SOL_SOCKET } from "../../../../src/netlink/uapi/socket.ts";
import { needs } from "../../../harness/needs.ts";
import { ip, makeNetns } from "../../../harness/netns.ts";
import { run } from "../../../harness/run.ts";
import { rejects } from "../../../netlink/errors.ts";

const countFds = (): number => readdirSync("/proc/self/fd").length;

async function openIn(netns: { path: string }): Promise<Transport> {
  return openBlockingTransport({ libc: await loadLibc(), protocol: NETLINK_ROUTE, netns: netns.path });
}

const addVeth = (name: string): Request => ({
  type: RTM_NEWLINK,
  flags: NLM_F_CREATE | NLM_F_EXCL,
  codec: linkMessage,
  body: { ifname: name, linkinfo: { kind: "veth", data: { peer: { ifname: `${name}p` } } } },
  operation: `add link "${name}"`,
});

const listLinks: Request = { type: RTM_GETLINK, codec: linkMessage, body: {}, operation: "list links" };

if (needs({ root: true, tools: ["ip"] }, t)) {
  t.test("a batch: what fails is told, what comes after is done", async (t) => {
    const netns = makeNetns(t);
    const exchange = new Exchange(await openIn(netns));
    t.teardown(() => exchange.close());
    const outcomes = await exchange.batch([addVeth("a"), addVeth("a"), addVeth("b")]);
    t.match(outcomes, [undefined, { errnoName: "EEXIST", operation: 'add link "a"' }, undefined]);
    using client = await openRouteClient({ netns: netns.path });
    t.ok((await client.link.find("a")) && (await client.link.find("b")));
    const many = await exchange.batch(Array.from({ length: 500 }, () => addVeth("a")));
    t.equal(many.filter((error) => error?.errnoName === "EEXIST").length, 500, "acknowledgements of long ones fit");
  });

  t.test("the kernel's words, its rule, and the place, deep inside a request", async (t) => {
    const netns = makeNetns(t);
    const exchange = new Exchange(await openIn(netns));
    t.teardown(() => exchange.close());
    const withPeer = (peer: object): Request => ({
      ...addVeth("c"),
      body: { ifname: "c", linkinfo: { kind: "veth", data: { peer } } },
    });
    // Rules of types and lengths are checked by the kernel alone where raw bytes go past the tables.
    const long = [{ flags: 0, bytes: new Uint8Array(20).fill(0x61) }];
    await rejects(t, exchange.request(withPeer({ "#3": long })), {
      errnoName: "ERANGE",
      attribute: "linkinfo.data.peer.ifname",
      policy: { maxLength: 15 },
      message:
        /^add link "c": ERANGE \(.*\); .*at attribute linkinfo\.data\.peer\.ifname; allowed: .*string.* of at most 15 bytes$/,
    });
    await rejects(
      t,
      exchange.request({ ...addVeth("c"), body: { ifname: "c", "#4": [{ flags: 0, bytes: new Uint8Array(1) }] } }),
      {
        errnoName: /ERANGE|EINVAL/,
        attribute: "mtu",
      },
    );
  });

  t.test("a dump that nobody finished does not disturb the next", async (t) => {
    const netns = makeNetns(t);
    const routes = Array.from({ length: 5000 }, (_, i) => `route add 10.0.${i >> 8}.${i & 255}/32 dev lo\n`).join("");
    run(["ip", "-n", netns.name, "-batch", "-"], { input: routes });
    const inner = await openIn(netns);
    let fail = true;
    const transport: Transport = {
      ...inner,
      receive() {
        const datagram = inner.receive();
        if (fail) throw new TransportError("system", "on purpose", { errno: 5 });
        return datagram;
      },
    };
    using client = new RouteClient(transport);
    await rejects(t, client.route.list({ family: 2, table: 254 }), { failure: "system" });
    fail = false;
    t.equal((await client.route.list({ family: 2, table: 254 })).length, 5000);
    t.ok(await client.link.get("lo"));
  });

  t.test("acknowledgements beyond a tiny receive buffer: an error, not a hang, and then it works again", async (t) => {
    const netns = makeNetns(t);
    const libc = await loadLibc();
    let fd = -1;
    const watched = { ...libc, socket: (...args: Parameters<typeof libc.socket>) => (fd = libc.socket(...args)) };
    const transport = openBlockingTransport({
      libc: watched,
      protocol: NETLINK_ROUTE,
      netns: netns.path,
      timeoutMs: 2000,
    });
    t.equal(libc.setsockoptInt(fd, SOL_SOCKET, SO_RCVBUF, 1), 0);
    const exchange = new Exchange(transport);
    t.teardown(() => exchange.close());
    ip(netns, "link add name a type veth peer name ap");
    await rejects(t, exchange.batch(Array.from({ length: 64 }, () => addVeth("a"))), { failure: "overrun" });
    t.match(await exchange.batch([addVeth("a")]), [{ errnoName: "EEXIST" }]);
    let links = 0;
    await exchange.dump(listLinks, { onStart: () => (links = 0), onFrame: () => (links += 1) });
    t.equal(links, 3);
  });

  t.test("twenty thousand requests and clients by the hundred leave no descriptor", async (t) => {
    const netns = makeNetns(t);
    const before = countFds();
    {
      using client = await openRouteClient({ netns: netns.path });
      for (let i = 0; i < 20_000; i++) await client.link.get("lo");
    }
    for (let i = 0; i < 200; i++) {
      using client = await openRouteClient({ netns: netns.path });
      t.equal(await client.link.find("none"), undefined);
    }
    t.equal(countFds(), before);
  });
}
