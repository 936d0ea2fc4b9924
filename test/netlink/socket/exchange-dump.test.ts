import t from "tap";
import type { Frame } from "../../../src/netlink/message/frame.ts";
import { Exchange } from "../../../src/netlink/socket/exchange.ts";
import type { Transport } from "../../../src/netlink/socket/transport.ts";
import { TransportError } from "../../../src/netlink/socket/transport-error.ts";
import {
  acknowledge,
  answer,
  datagram,
  done,
  refuse,
  type Script,
  type ScriptedRequest,
  scriptedTransport,
} from "../../../src/netlink/testing/index.ts";
import { EBUSY, EOPNOTSUPP } from "../../../src/netlink/uapi/errno.ts";
import {
  NLM_F_ACK,
  NLM_F_DUMP,
  NLM_F_DUMP_FILTERED,
  NLM_F_DUMP_INTR,
  NLM_F_MULTI,
  NLM_F_REQUEST,
  NLMSG_NOOP,
} from "../../../src/netlink/uapi/netlink.ts";
import { rejects } from "../errors.ts";
import { add, list, NEW_THING, thing } from "./things.ts";

const item = (request: { seq: number }, index: number, flags = 0): Uint8Array =>
  answer(request, { type: NEW_THING, flags: NLM_F_MULTI | flags, codec: thing, body: { index } });

const indexOf = ({ view, start, end }: Frame): number => thing.decode(view, start, end).index;

function open(script: Script): ReturnType<typeof using> & { requests: readonly ScriptedRequest[] } {
  const transport = scriptedTransport(script);
  return { ...using(transport), requests: transport.requests };
}

function using(transport: Transport): { exchange: Exchange; list(): Promise<number[]> } {
  const exchange = new Exchange(transport);
  return {
    exchange,
    async list() {
      let indexes: number[] = [];
      await exchange.dump(list, {
        onStart: () => {
          indexes = [];
        },
        onFrame: (frame) => void indexes.push(indexOf(frame)),
      });
      return indexes;
    },
  };
}

/** A script for each attempt; the last one for all that follow. */
function inTurn(...scripts: Script[]): Script {
  return (request) => (scripts.length > 1 ? scripts.shift() : scripts[0])?.(request);
}

const whole: Script = (request) => [item(request, 1), datagram(item(request, 2), done(request))];

t.test("a dump over several datagrams", async (t) => {
  const { list, requests } = open(whole);
  t.same(await list(), [1, 2]);
  t.match(requests[0], { flags: NLM_F_REQUEST | NLM_F_DUMP });
  t.equal((requests[0]?.flags ?? 0) & NLM_F_ACK, 0);
});

t.test("nothing to list", async (t) => t.same(await open(() => undefined).list(), []));

t.test("NLMSG_DONE with an errno is a refusal, also after some were listed", async (t) => {
  const { list } = open((request) => [
    item(request, 1),
    done(request, { errno: EOPNOTSUPP, extAck: { msg: "not here" } }),
  ]);
  await rejects(t, list(), {
    errnoName: "EOPNOTSUPP",
    message: "list things: EOPNOTSUPP (operation not supported); not here",
  });
});

t.test("NLMSG_ERROR instead of a dump", async (t) => {
  const { list } = open((request) => [refuse(request, EOPNOTSUPP, { msg: "never" })]);
  await rejects(t, list(), { errnoName: "EOPNOTSUPP", kernelMessage: "never" });
});

t.test("a dump that was changed underneath is repeated", async (t) => {
  for (const interrupted of [
    (request) => [item(request, 7, NLM_F_DUMP_INTR), done(request)],
    (request) => [item(request, 7), done(request, { flags: NLM_F_DUMP_INTR })],
  ] as Script[]) {
    const { list, requests } = open(inTurn(interrupted, interrupted, whole));
    t.same(await list(), [1, 2], "without what was listed before");
    t.equal(requests.length, 3);
  }
});

t.test("but not for ever", async (t) => {
  const { list, requests } = open((request) => [done(request, { flags: NLM_F_DUMP_INTR })]);
  await rejects(t, list(), { errnoName: "EINTR", message: /changed while it was being listed/ });
  t.equal(requests.length, 50);
});

t.test("a refusal is not repeated, even of an interrupted dump", async (t) => {
  const { list, requests } = open((request) => [
    item(request, 7, NLM_F_DUMP_INTR),
    done(request, { errno: EOPNOTSUPP }),
  ]);
  await rejects(t, list(), { errnoName: "EOPNOTSUPP" });
  t.equal(requests.length, 1);
});

t.test("a dump of which a part was lost is read to its end and repeated", async (t) => {
  const { list, requests } = open(
    inTurn(
      (request) => [item(request, 7), new TransportError("overrun", "lost"), item(request, 8), done(request)],
      whole,
    ),
  );
  t.same(await list(), [1, 2]);
  t.equal(requests.length, 2);
  const losing = open((request) => [new TransportError("overrun", "lost"), done(request)]);
  await rejects(t, losing.list(), { failure: "overrun" });
  t.equal(losing.requests.length, 50);
});

t.test("whether the kernel filtered", async (t) => {
  for (const [flags, filtered] of [
    [NLM_F_DUMP_FILTERED, true],
    [0, false],
  ] as const) {
    const { exchange } = open((request) => [item(request, 1, flags), done(request)]);
    t.same(await exchange.dump(list, { onStart: () => {}, onFrame: () => {} }), { filtered });
  }
});

t.test("other conversations, notifications and NLMSG_NOOP are passed over", async (t) => {
  const { list } = open((request) => [
    item({ seq: 0 }, 70),
    datagram(item({ seq: 999 }, 71), item(request, 1), done({ ...request, seq: 999 })),
    answer(request, { type: NLMSG_NOOP, codec: thing, body: { index: 0xffffffea } }),
    done(request),
  ]);
  t.same(await list(), [1]);
});

t.test("messages without NLM_F_MULTI do not end a dump", async (t) => {
  const { list } = open((request) => [
    answer(request, { type: NEW_THING, codec: thing, body: { index: 1 } }),
    item(request, 2),
    done(request),
  ]);
  t.same(await list(), [1, 2]);
});

t.test("the caller's mistake ends a dump after its last message only", async (t) => {
  const { exchange, list: indexes } = open(whole);
  let calls = 0;
  await rejects(
    t,
    exchange.dump(list, {
      onStart: () => {},
      onFrame: () => {
        calls += 1;
        throw new RangeError("mine");
      },
    }),
    { message: "mine" },
  );
  t.equal(calls, 1);
  t.same(await indexes(), [1, 2]);
});

t.test("a dump that was given up is read to its end before the next one starts", async (t) => {
  // As the kernel does: while a dump of the socket is not read to its end, the next one is refused.
  let unread = 0;
  const first: Script = (request) => [item(request, 7), Uint8Array.from([1, 2, 3, 4]), item(request, 8), done(request)];
  const script = inTurn(first, whole);
  const inner = scriptedTransport((request) => {
    const answers = unread > 0 ? [refuse(request, EBUSY)] : (script(request) as readonly Uint8Array[]);
    unread += answers.length;
    return answers;
  });
  const { list } = using({
    ...inner,
    receive() {
      unread -= 1;
      return inner.receive();
    },
  });
  await rejects(t, list(), { code: "ERR_NETLINK_WIRE" });
  t.same(await list(), [1, 2]);
  t.equal(inner.requests.length, 2);
});

t.test("unless silence shows that there is none under way", async (t) => {
  const { list, requests } = open(inTurn((request) => [item(request, 7)], whole));
  await rejects(t, list(), { failure: "timeout" });
  t.same(await list(), [1, 2]);
  t.equal(requests.length, 2);
});

t.test("dumps and requests take turns", async (t) => {
  const { exchange, list: indexes } = open((request) =>
    request.type === NEW_THING ? [acknowledge(request)] : whole(request),
  );
  const [first, , second] = await Promise.all([indexes(), exchange.request(add({ index: 1 })), indexes()]);
  t.same(
    [first, second],
    [
      [1, 2],
      [1, 2],
    ],
  );
});
