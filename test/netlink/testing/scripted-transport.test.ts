import t from "tap";
import { linkMessage } from "../../../src/netlink/route/link/link-message.ts";
import { RouteClient } from "../../../src/netlink/route/route-client.ts";
import { TransportError } from "../../../src/netlink/socket/transport-error.ts";
import {
  acknowledge,
  answer,
  datagram,
  done,
  refuse,
  type Script,
  scriptedTransport,
} from "../../../src/netlink/testing/index.ts";
import { EPERM } from "../../../src/netlink/uapi/errno.ts";
import { NLM_F_DUMP, NLM_F_MULTI } from "../../../src/netlink/uapi/netlink.ts";
import { RTM_DELLINK, RTM_GETLINK, RTM_NEWLINK } from "../../../src/netlink/uapi/rtnetlink.ts";
import { rejects, throws } from "../errors.ts";

t.test("requests are decoded, nothing said is an acknowledgement or an empty list", async (t) => {
  const transport = scriptedTransport(() => undefined);
  const client = new RouteClient(transport);
  await client.link.add({ ifname: "eth0", mtu: 1400 });
  t.same(await client.link.list(), []);
  await client.link.delete("eth0");
  t.same(
    transport.requests.map(({ type }) => type),
    [RTM_NEWLINK, RTM_GETLINK, RTM_DELLINK],
  );
  t.match(transport.requests[0]?.decode(linkMessage), { ifname: "eth0", mtu: 1400 });
  t.equal((transport.requests[1]?.flags ?? 0) & NLM_F_DUMP, NLM_F_DUMP);
  t.equal(transport.sent.length, 3);
});

t.test("answers: objects, lists, refusals, failures of the socket", async (t) => {
  const link = { index: 5, ifname: "eth0" };
  const table: Record<string, Script> = {
    eth0: (request) => [answer(request, { type: RTM_NEWLINK, codec: linkMessage, body: link }), acknowledge(request)],
    eth1: (request) => refuse(request, EPERM, { msg: "not you" }),
    eth2: () => [new TransportError("overrun", "lost")],
    eth3: () => [],
  };
  const client = new RouteClient(
    scriptedTransport((request) => {
      const { altIfname = "", ifname = altIfname } = request.decode(linkMessage);
      return table[ifname]?.(request);
    }),
  );
  t.match(await client.link.get("eth0"), link);
  await rejects(t, client.link.get("eth1"), { errnoName: "EPERM", kernelMessage: "not you" });
  await rejects(t, client.link.get("eth2"), { failure: "overrun" });
  await rejects(t, client.link.get("eth3"), { failure: "timeout" });
  await rejects(t, client.link.get("eth4"), { failure: "unanswered" });

  const lister = new RouteClient(
    scriptedTransport((request) => {
      const item = (index: number): Uint8Array =>
        answer(request, { type: RTM_NEWLINK, flags: NLM_F_MULTI, codec: linkMessage, body: { index } });
      return [datagram(item(1), item(2)), datagram(item(3), done(request))];
    }),
  );
  t.same(
    (await lister.link.list()).map(({ index }) => index),
    [1, 2, 3],
  );
});

t.test("closing", (t) => {
  const transport = scriptedTransport(() => undefined);
  t.equal(transport.closed, false);
  transport.close();
  t.equal(transport.closed, true);
  throws(t, () => transport.send(new Uint8Array(16)), { failure: "closed" });
  throws(t, () => transport.receive(), { failure: "closed" });
  t.end();
});

t.test("what was sent is kept as it was, also when the sender writes on", (t) => {
  const transport = scriptedTransport(() => undefined);
  const bytes = Uint8Array.from([16, 0, 0, 0, 16, 0, 5, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
  transport.send(bytes);
  bytes.fill(0);
  t.equal(transport.sent[0]?.[0], 16);
  t.equal(transport.requests[0]?.bytes[4], 16);
  t.end();
});
