import t from "tap";
import { RouteClient } from "../../../src/netlink/route/route-client.ts";
import type { Transport } from "../../../src/netlink/socket/transport.ts";
import { AF_INET, AF_INET6 } from "../../../src/netlink/uapi/socket.ts";
import { readFixtures } from "./fixture.ts";

const NLM_F_MULTI = 2;
const NLM_F_DUMP_FILTERED = 0x20;

/** The replies of a fixture as an answer to any dump; `flags` says whether the kernel claims to have filtered them. */
class ReplayTransport implements Transport {
  readonly #replies: readonly Uint8Array[];
  readonly #flags: number;
  #seq = 0;

  constructor(fixture: string, flags: number) {
    const [folder = "", name] = fixture.split("/");
    this.#replies = readFixtures(folder).find((each) => each.name === name)?.show?.replies ?? [];
    this.#flags = flags;
  }

  send(datagram: Uint8Array): void {
    this.#seq = new DataView(datagram.buffer, datagram.byteOffset).getUint32(8, true);
  }

  receive(): Uint8Array {
    const done = new Uint8Array(20);
    done[0] = 20;
    done[4] = 3;
    const messages = [...this.#replies, done].map((each) => {
      const message = Uint8Array.from([...each, ...new Uint8Array(-each.length & 3)]);
      const view = new DataView(message.buffer);
      view.setUint16(6, this.#flags, true);
      view.setUint32(8, this.#seq, true);
      return message;
    });
    return Uint8Array.from(messages.flatMap((message) => [...message]));
  }

  discard(): void {}

  close(): void {}
}

function replaying(fixture: string, flags: number): RouteClient {
  return new RouteClient(new ReplayTransport(fixture, flags));
}

t.test("what a kernel lists in spite of the filter is left out", async (t) => {
  const client = (fixture: string): RouteClient => replaying(fixture, NLM_F_MULTI);
  const addresses = client("addr/two-addresses-in-one-net");
  t.equal((await addresses.addr.list({ index: 3 })).length, 2);
  t.equal((await addresses.addr.list({ index: 4 })).length, 0);
  t.equal((await addresses.addr.list({ family: AF_INET6 })).length, 0);

  const routes = client("route/list-all-ipv4");
  const all = (await routes.route.list()).length;
  t.ok(all > 4);
  t.equal((await routes.route.list({ family: AF_INET })).length, all);
  t.equal((await routes.route.list({ family: AF_INET6 })).length, 0);
  t.equal((await routes.route.list({ table: 254 })).length, 1);
  t.equal((await routes.route.list({ table: 254, oif: 2 })).length, 0);
  t.equal((await routes.route.list({ type: 1 })).length, 1);
  t.equal((await routes.route.list({ protocol: 3 })).length, 0);
  t.equal((await client("route/multipath").route.list({ oif: 3 })).length, 2, "one of them by a next hop");

  t.equal((await client("neigh/permanent").neigh.list({ index: 3 })).length, 1);
  t.equal((await client("neigh/permanent").neigh.list({ index: 2 })).length, 0);
  const entries = await client("neigh/fdb-master-static").fdb.list();
  t.ok(entries.some(({ master }) => master === 4) && entries.some(({ index }) => index === 3));
  t.ok((await client("neigh/fdb-master-static").fdb.list({ index: 2 })).every(({ index }) => index === 2));
  t.ok((await client("neigh/fdb-master-static").fdb.list({ master: 9 })).every(({ master }) => master === undefined));
  t.equal((await client("rule/ports").rule.list({ family: AF_INET6 })).length, 0);
});

t.test("what a kernel says it has filtered is believed", async (t) => {
  const { route } = replaying("route/list-all-ipv4", NLM_F_MULTI | NLM_F_DUMP_FILTERED);
  t.ok((await route.list({ table: 77 })).length > 4);
});
