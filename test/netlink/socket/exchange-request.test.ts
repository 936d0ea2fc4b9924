import t from "tap";
import { Exchange } from "../../../src/netlink/socket/exchange.ts";
import { isNetlinkError, NetlinkError } from "../../../src/netlink/socket/netlink-error.ts";
import { TransportError } from "../../../src/netlink/socket/transport-error.ts";
import {
  acknowledge,
  answer,
  datagram,
  refuse,
  type Script,
  scriptedTransport,
} from "../../../src/netlink/testing/index.ts";
import { EEXIST, EINVAL, ENODEV } from "../../../src/netlink/uapi/errno.ts";
import { NLM_F_ACK, NLM_F_CREATE, NLM_F_REQUEST } from "../../../src/netlink/uapi/netlink.ts";
import { toHex } from "../bytes.ts";
import { rejects, throws } from "../errors.ts";
import { add, get, NEW_THING, thing } from "./things.ts";

const open = (script: Script = () => undefined) => {
  const transport = scriptedTransport(script);
  const warnings: [string, string][] = [];
  return {
    transport,
    warnings,
    exchange: new Exchange(transport, { onWarning: (...warning) => void warnings.push(warning) }),
  };
};

t.test("a request and its acknowledgement", async (t) => {
  const { exchange, transport } = open();
  await exchange.request({ ...add({ index: 5, port: 80 }), flags: NLM_F_CREATE });
  t.equal(transport.requests.length, 1);
  t.match(transport.requests[0], { type: NEW_THING, flags: NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE, seq: 1 });
  t.same(transport.requests[0]?.decode(thing), { index: 5, port: 80 });
  t.equal(
    toHex(transport.sent[0] ?? new Uint8Array()),
    "1c000000" + "00010504" + "0100000000000000" + "05000000" + "0600010050000000",
  );
});

t.test("what the kernel refuses", async (t) => {
  const { exchange } = open((request) => [
    refuse(request, EEXIST, {
      msg: "taken",
      offs: 20,
      policy: { type: 3, minValueU: 1n, maxValueU: 9n },
      missType: 2,
    }),
  ]);
  const error = await exchange.request(add({ index: 5, port: 80 })).catch((caught: unknown) => caught);
  t.equal(
    (error as Error).message,
    "add thing 5: EEXIST (file exists); taken; at attribute port; allowed: u16 from 1 to 9; missing attribute data",
  );
  t.match(error, {
    name: "NetlinkError",
    code: "ERR_NETLINK",
    errno: 17,
    errnoName: "EEXIST",
    operation: "add thing 5",
    kernelMessage: "taken",
    attribute: "port",
    missing: "data",
  });
  t.notOk(isNetlinkError(error, "ENODEV"));
  t.ok(isNetlinkError(error));
});

t.test("offsets and numbers that no table knows", async (t) => {
  const { exchange } = open((request) => [refuse(request, EINVAL, { offs: 3000, missType: 99, missNest: 20 })]);
  await rejects(t, exchange.request(add({ index: 5, port: 80 })), { attribute: "offset 3000", missing: "port.#99" });
});

t.test("an offset into raw bytes that are no attributes", async (t) => {
  const { exchange } = open((request) => [refuse(request, EINVAL, { offs: 26, missType: 1, missNest: 26 })]);
  const raw = [{ flags: 0, bytes: new Uint8Array(8).fill(1) }];
  await rejects(t, exchange.request({ ...add({ index: 1 }), body: { index: 1, "#3": raw } }), {
    attribute: "offset 26",
    missing: "#1",
  });
});

t.test("remarks on what it carried out", async (t) => {
  const { exchange, warnings } = open((request) => [acknowledge(request, { msg: "deprecated" })]);
  await exchange.request(add({ index: 5 }));
  t.same(warnings, [["deprecated", "add thing 5"]]);
});

t.test("an answer before the acknowledgement, in one datagram or two", async (t) => {
  const reply = (request: { seq: number }): Uint8Array =>
    answer(request, { type: NEW_THING, codec: thing, body: { index: 5, port: 7 } });
  for (const script of [
    (request) => [reply(request), acknowledge(request)],
    (request) => [datagram(reply(request), acknowledge(request))],
  ] as Script[]) {
    const { exchange } = open(script);
    t.same(await exchange.get(get({ index: 5 }), ({ view, start, end }) => thing.decode(view, start, end)), {
      index: 5,
      port: 7,
    });
  }
});

t.test("an acknowledgement without an answer", async (t) => {
  const { exchange } = open();
  await rejects(
    t,
    exchange.get(get({ index: 5 }), () => 1),
    {
      name: "TransportError",
      code: "ERR_NETLINK_TRANSPORT",
      failure: "unanswered",
      message: "get thing 5: the kernel did not answer",
    },
  );
});

t.test("nothing at all", async (t) => {
  const { exchange } = open(() => []);
  await rejects(t, exchange.request(add({ index: 5 })), { failure: "timeout" });
});

t.test("what is not meant for the request is passed over", async (t) => {
  const { exchange } = open((request) => [
    answer({ seq: 0 }, { type: NEW_THING, codec: thing, body: { index: 1 } }),
    datagram(
      refuse({ ...request, seq: request.seq - 1 }, ENODEV),
      answer({ seq: 999 }, { type: NEW_THING, codec: thing, body: {} }),
    ),
    acknowledge(request),
  ]);
  let frames = 0;
  await exchange.request(add({ index: 5 }), () => frames++);
  t.equal(frames, 0);
});

t.test("the caller's mistakes come out, and the next request gets its own answer", async (t) => {
  const { exchange } = open((request) => [
    answer(request, { type: NEW_THING, codec: thing, body: { index: 5 } }),
    acknowledge(request, { msg: "remark" }),
  ]);
  await rejects(
    t,
    exchange.get(get({ index: 5 }), () => {
      throw new RangeError("mine");
    }),
    { message: "mine" },
  );
  t.equal(await exchange.get(get({ index: 5 }), () => "fine"), "fine");

  const complaining = new Exchange(
    scriptedTransport((request) => [acknowledge(request, { msg: "remark" })]),
    {
      onWarning() {
        throw new RangeError("no remarks, please");
      },
    },
  );
  await rejects(t, complaining.request(add({ index: 1 })), { message: "no remarks, please" });
});

t.test("a value that does not fit is not sent", async (t) => {
  const { exchange, transport } = open();
  await rejects(t, exchange.request(add({ index: 5, port: -1 })), { code: "ERR_NETLINK_WIRE", path: ["port"] });
  await rejects(t, exchange.batch([add({ index: 1 }), add({ index: 2, port: -1 })]), { code: "ERR_NETLINK_WIRE" });
  t.equal(transport.sent.length, 0);
  await exchange.request(add({ index: 5 }));
});

t.test("a batch: one send, the outcome of each", async (t) => {
  const { exchange, transport } = open((request) => {
    const { index, port } = request.decode(thing);
    return index % 2 === 1
      ? [refuse(request, ENODEV, { offs: 20 })]
      : port === undefined
        ? undefined
        : [acknowledge(request)];
  });
  const outcomes = await exchange.batch([0, 1, 2, 3].map((index) => add({ index, port: 1 })));
  t.equal(transport.sent.length, 1);
  t.same(
    outcomes.map((error) => error?.message),
    [
      undefined,
      "add thing 1: ENODEV (no such device); at attribute port",
      undefined,
      "add thing 3: ENODEV (no such device); at attribute port",
    ],
  );
  t.ok(outcomes[1] instanceof NetlinkError);
  t.same(await exchange.batch([]), []);
});

t.test("long batches are cut so that acknowledgements and bytes fit the socket", async (t) => {
  const { exchange, transport } = open();
  const outcomes = await exchange.batch(Array.from({ length: 200 }, (_, index) => add({ index })));
  t.equal(outcomes.length, 200);
  t.same(
    transport.sent.map((sent) => sent.length / 20),
    [64, 64, 64, 8],
  );
  t.same(
    transport.requests.map((request) => request.decode(thing).index),
    Array.from({ length: 200 }, (_, index) => index),
  );

  const bulky = open();
  await bulky.exchange.batch(Array.from({ length: 5 }, (_, index) => add({ index, data: new Uint8Array(40_000) })));
  t.same(
    bulky.transport.sent.map((sent) => Math.floor(sent.length / 40_000)),
    [2, 2, 1],
  );
});

t.test("an acknowledgement that got lost: what is left of the answers goes as well", async (t) => {
  const stale = (request: { seq: number }): Uint8Array =>
    answer(request, { type: NEW_THING, codec: thing, body: { index: 9 } });
  let lose = true;
  const { exchange, transport } = open((request) =>
    lose ? [new TransportError("overrun", "lost"), stale({ seq: request.seq + 1 })] : undefined,
  );
  await rejects(t, exchange.request(add({ index: 5 })), { failure: "overrun" });
  throws(t, () => transport.receive(), { failure: "timeout" });
  lose = false;
  await exchange.request(add({ index: 5 }), () => t.fail("an answer to another request"));
});

t.test("calls that overlap are carried out one after the other", async (t) => {
  const { exchange, transport } = open((request) => {
    const { index } = request.decode(thing);
    return index === 1
      ? [refuse(request, ENODEV)]
      : [answer(request, { type: NEW_THING, codec: thing, body: { index } }), acknowledge(request)];
  });
  const results = await Promise.allSettled(
    [0, 1, 2].map((index) =>
      exchange.get(get({ index }), ({ view, start, end }) => thing.decode(view, start, end).index),
    ),
  );
  t.same(
    results.map((result) => (result.status === "fulfilled" ? result.value : "failed")),
    [0, "failed", 2],
  );
  t.same(
    transport.requests.map(({ seq }) => seq),
    [1, 2, 3],
  );
});

t.test("sequence numbers start again at 1: 0 is what notifications carry", async (t) => {
  const transport = scriptedTransport(() => undefined);
  const exchange = new Exchange(transport, { firstSeq: 0xfffffffe });
  for (let index = 0; index < 3; index++) await exchange.request(add({ index }));
  t.same(
    transport.requests.map(({ seq }) => seq),
    [0xfffffffe, 0xffffffff, 1],
  );
});

t.test("closing", async (t) => {
  const { exchange, transport } = open();
  const running = exchange.request(add({ index: 1 }));
  await running;
  exchange.close();
  exchange.close();
  t.ok(transport.closed);
  await rejects(t, exchange.request(add({ index: 2 })), { failure: "closed" });
});
