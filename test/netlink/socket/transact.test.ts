import t from "tap";
import { Exchange } from "../../../src/netlink/socket/exchange.ts";
import { transact } from "../../../src/netlink/socket/transact.ts";
import { TransactionError } from "../../../src/netlink/socket/transaction-error.ts";
import { TransportError } from "../../../src/netlink/socket/transport-error.ts";
import {
  acknowledge,
  answer,
  datagram,
  refuse,
  type Script,
  scriptedTransport,
} from "../../../src/netlink/testing/index.ts";
import { EEXIST, EINVAL, ENOENT, ENOMEM, EPERM } from "../../../src/netlink/uapi/errno.ts";
import { NLM_F_ACK, NLM_F_ECHO, NLM_F_REQUEST } from "../../../src/netlink/uapi/netlink.ts";
import { rejects } from "../errors.ts";
import { add, NEW_THING, type Thing, thing } from "./things.ts";

const BEGIN = 0x10;
const END = 0x11;
const bound = (type: number) => ({ type, codec: thing, body: {}, operation: "transaction of things" });

function open(script: Script, { hint = () => undefined as string | undefined } = {}) {
  const transport = scriptedTransport(script);
  const warnings: string[] = [];
  const exchange = new Exchange(transport, { onWarning: (remark) => void warnings.push(remark) });
  const echoes: [number, Thing][] = [];
  return {
    transport,
    exchange,
    warnings,
    echoes,
    run: (...bodies: readonly Thing[]) =>
      transact(
        exchange,
        { begin: bound(BEGIN), operations: bodies.map(add), end: bound(END), hint },
        ({ view, start, end }, index) => void echoes.push([index, thing.decode(view, start, end)]),
      ),
  };
}

t.test("all in one datagram, and only the last asks for an answer", async (t) => {
  const { transport, run } = open(() => undefined);
  await run({ index: 1 }, { index: 2 }, { index: 3 });
  t.equal(transport.sent.length, 1);
  t.strictSame(
    transport.requests.map(({ type, flags, seq }) => [type, flags, seq]),
    [
      [BEGIN, NLM_F_REQUEST, 1],
      [NEW_THING, NLM_F_REQUEST, 2],
      [NEW_THING, NLM_F_REQUEST, 3],
      [NEW_THING, NLM_F_REQUEST | NLM_F_ACK, 4],
      [END, NLM_F_REQUEST, 5],
    ],
  );
});

t.test("nothing to do is nothing sent", async (t) => {
  const { transport, run } = open(() => undefined);
  await run();
  t.equal(transport.sent.length, 0);
});

t.test("the first refusal is the error; the others are with it", async (t) => {
  const { run } = open(
    (request) => {
      const { index = 0 } = request.type === NEW_THING ? request.decode(thing) : {};
      if (index === 2) return refuse(request, ENOENT, { msg: "no such thing", offs: 20 });
      return index === 3 ? refuse(request, EEXIST) : undefined;
    },
    { hint: () => "make it first" },
  );
  const error = await run({ index: 1 }, { index: 2, port: 80 }, { index: 3 }, { index: 4 }).catch((error) => error);
  t.type(error, TransactionError);
  t.equal(
    error.message,
    "add thing 2: ENOENT (no such file or directory); no such thing; at attribute port; " +
      "operation 2 of 4; 2 were refused; make it first",
  );
  t.match(error, { name: "TransactionError", code: "ERR_NETLINK", errnoName: "ENOENT", index: 1, attribute: "port" });
  t.match(
    error.failures.map(({ index, error }: TransactionError["failures"][number]) => [index, error.message]),
    [
      [1, "add thing 2: ENOENT (no such file or directory); no such thing; at attribute port"],
      [2, "add thing 3: EEXIST (file exists)"],
    ],
  );
});

t.test("the refusal of the last is its answer", async (t) => {
  const { run } = open((request) =>
    (request.flags & NLM_F_ACK) === 0 ? undefined : [datagram(refuse(request, EINVAL))],
  );
  await rejects(t, run({ index: 1 }, { index: 2 }), {
    index: 1,
    message: /^add thing 2: EINVAL .*; operation 2 of 2$/,
  });
});

t.test("refused before any operation", async (t) => {
  for (const errno of [EPERM, ENOENT]) {
    const { run } = open((request) => (request.type === BEGIN ? refuse(request, errno) : []));
    await rejects(t, run({ index: 1 }), { errno, index: undefined, operation: "transaction of things", failures: [] });
  }
});

t.test("an acknowledgement of the beginning says nothing of the operations", async (t) => {
  const { run } = open((request) => {
    if (request.type === BEGIN) return acknowledge(request);
    return request.type === NEW_THING ? refuse(request, EEXIST) : undefined;
  });
  await rejects(t, run({ index: 1 }), { errno: EEXIST, index: 0 });
});

t.test("out of memory: the kernel names the first operation and says no more", async (t) => {
  const { run } = open((request) => {
    if (request.type !== NEW_THING) return undefined;
    return request.decode(thing).index === 1 ? refuse(request, ENOMEM) : [];
  });
  await rejects(t, run({ index: 1 }, { index: 2 }), { errno: ENOMEM, index: undefined });
});

t.test("an operation may be refused and acknowledged as well: committing failed", async (t) => {
  const { run } = open((request) => {
    if (request.type !== NEW_THING) return undefined;
    return request.decode(thing).index === 1 ? refuse(request, EINVAL) : acknowledge(request);
  });
  await rejects(t, run({ index: 1 }, { index: 2 }), { errno: EINVAL, index: 0 });
});

t.test("what is echoed, and frames of others", async (t) => {
  const { run, echoes, warnings } = open((request) => {
    if (request.type !== NEW_THING) return undefined;
    const body = request.decode(thing);
    const stray = answer({ seq: 77 }, { type: NEW_THING, codec: thing, body: { index: 9 } });
    const notification = answer({ seq: 0 }, { type: NEW_THING, codec: thing, body: { index: 10 } });
    const echo = answer(request, { type: NEW_THING, codec: thing, body: { ...body, port: 8 } });
    const last = (request.flags & NLM_F_ACK) === 0 ? [] : [acknowledge(request, { msg: "deprecated" })];
    return [datagram(stray, notification, echo), ...last];
  });
  await run({ index: 1 }, { index: 2 });
  t.strictSame(echoes, [
    [0, { index: 1, port: 8 }],
    [1, { index: 2, port: 8 }],
  ]);
  t.strictSame(warnings, ["deprecated"]);
});

t.test("late answers of a transaction that was given up do not disturb the next", async (t) => {
  const { exchange, run } = open((request) => {
    if (request.type === BEGIN && request.seq === 1)
      return [refuse(request, EPERM), refuse({ ...request, seq: 2 }, EINVAL)];
    return undefined;
  });
  await rejects(t, run({ index: 1 }), { errno: EPERM });
  await exchange.request(add({ index: 5 }));
  await run({ index: 6 });
});

t.test("a value that does not fit: nothing is sent", async (t) => {
  const { transport, run } = open(() => undefined);
  await rejects(t, run({ index: 1 }, { index: 2, port: 70000 }), { name: "WireError", path: ["port"] });
  t.equal(transport.sent.length, 0);
});

t.test("lost answers", async (t) => {
  const { run } = open(({ seq }) => (seq === 1 ? [new TransportError("overrun", "lost")] : undefined));
  await rejects(t, run({ index: 1 }), { failure: "overrun" });
  await run({ index: 2 });
});

t.test("room for long transactions, many refusals and echoes", async (t) => {
  const rooms: object[] = [];
  const transport = { ...scriptedTransport(() => undefined), reserve: (room: object) => void rooms.push(room) };
  const exchange = new Exchange({
    ...transport,
    send: (bytes) => transport.send(bytes),
  });
  const things = (count: number, size: number) =>
    Array.from({ length: count }, (_, index) => add({ index, data: new Uint8Array(size) }));
  const all = { begin: bound(BEGIN), end: bound(END) };
  await transact(exchange, { ...all, operations: things(3, 100) }, () => {});
  t.strictSame(rooms, []);
  await transact(exchange, { ...all, operations: things(3, 40_000) }, () => {});
  await transact(exchange, { ...all, operations: things(100, 0) }, () => {});
  const echoed = things(1, 40_000).map((operation) => ({ ...operation, flags: NLM_F_ECHO }));
  await transact(exchange, { ...all, operations: echoed }, () => {});
  t.strictSame(rooms, [
    { sendBytes: 120_112, receiveBytes: 3 * 1024 },
    { sendBytes: 2440, receiveBytes: 100 * 1024 },
    { sendBytes: 40_064, receiveBytes: 1024 + 2 * 40_064 },
  ]);
});
