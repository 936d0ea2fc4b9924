import { setImmediate as turn } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import t from "tap";
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
import { ENODEV } from "../../../src/netlink/uapi/errno.ts";
import { NLM_F_DUMP, NLM_F_MULTI } from "../../../src/netlink/uapi/netlink.ts";
import { runJson } from "../../harness/run.ts";
import { rejects } from "../errors.ts";
import { add, get, list, NEW_THING, thing } from "./things.ts";

/** An event-driven transport: sends later, answers when it likes, and uses one buffer for all that it receives. */
class LateTransport implements Transport {
  readonly #kernel;
  readonly #buffer = new Uint8Array(4096);
  #queue: (Uint8Array | TransportError)[] = [];
  #wake: (() => void) | undefined;
  #closed = false;
  /** Receives that nothing has come for. */
  waiting = 0;

  constructor(script: Script) {
    this.#kernel = scriptedTransport((request) => {
      const answers = script(request) ?? [acknowledge(request)];
      void this.#deliver(answers instanceof Uint8Array ? [answers] : answers);
      return [];
    });
  }

  async #deliver(answers: readonly (Uint8Array | TransportError)[]): Promise<void> {
    for (const each of answers) {
      await turn();
      this.push(each);
      await turn();
    }
  }

  push(each: Uint8Array | TransportError): void {
    this.#queue.push(each);
    this.#wake?.();
  }

  async send(bytes: Uint8Array): Promise<void> {
    await turn();
    this.#kernel.send(bytes);
  }

  async receive(): Promise<Uint8Array> {
    this.waiting += 1;
    while (this.#queue.length === 0 && !this.#closed) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.waiting -= 1;
    if (this.#closed) throw new TransportError("closed", "closed while waiting");
    const next = this.#queue.shift();
    if (next instanceof Uint8Array) {
      this.#buffer.fill(0xee);
      this.#buffer.set(next);
      return this.#buffer.subarray(0, next.length);
    }
    throw next ?? new TransportError("closed", "nothing there");
  }

  discard(): void {
    this.#queue = [];
  }

  close(): void {
    this.#closed = true;
    this.#wake?.();
  }
}

const item = (request: { seq: number }, index: number): Uint8Array =>
  answer(request, { type: NEW_THING, flags: NLM_F_MULTI, codec: thing, body: { index } });

const notification = answer({ seq: 0 }, { type: NEW_THING, codec: thing, body: { index: 99 } });

function kernel(request: ScriptedRequest): readonly Uint8Array[] {
  if ((request.flags & NLM_F_DUMP) === NLM_F_DUMP) {
    return [notification, datagram(item(request, 1), item(request, 2)), notification, item(request, 3), done(request)];
  }
  const { index } = request.decode(thing);
  if (index === 4) return [notification, refuse(request, ENODEV)];
  return [item(request, index), notification, acknowledge(request)];
}

t.test("everything at once, answered late, in pieces, with notifications between", async (t) => {
  const exchange = new Exchange(new LateTransport(kernel));
  const indexOf = ({ view, start, end }: { view: DataView; start: number; end: number }): number =>
    thing.decode(view, start, end).index;
  const listed: number[] = [];
  const results = await Promise.allSettled([
    exchange.get(get({ index: 5 }), indexOf),
    exchange.dump(list, { onStart: () => {}, onFrame: (frame) => void listed.push(indexOf(frame)) }),
    exchange.get(get({ index: 4 }), indexOf),
    exchange.batch([add({ index: 6 }), add({ index: 4 }), add({ index: 7 })]),
    exchange.get(get({ index: 8 }), indexOf),
  ]);
  t.same(listed, [1, 2, 3]);
  t.match(results, [
    { value: 5 },
    { value: { filtered: false } },
    { reason: { errnoName: "ENODEV" } },
    { value: [undefined, { errnoName: "ENODEV" }, undefined] },
    { value: 8 },
  ]);
});

t.test("closing while waiting ends what runs and what is queued", async (t) => {
  const transport = new LateTransport(() => []);
  const exchange = new Exchange(transport);
  const running = exchange.request(add({ index: 1 }));
  const queued = exchange.request(add({ index: 2 }));
  const outcomes = Promise.allSettled([running, queued]);
  while (transport.waiting === 0) await turn();
  exchange.close();
  t.match(await outcomes, [{ reason: { failure: "closed" } }, { reason: { failure: "closed" } }]);
  t.equal(transport.waiting, 0);
});

t.test("the answer to a request that was given up is not taken for another's", async (t) => {
  let late: Uint8Array | undefined;
  const transport = new LateTransport((request) => {
    if (late !== undefined) return [late, acknowledge(request)];
    late = refuse(request, ENODEV);
    return [new TransportError("timeout", "nothing came")];
  });
  const exchange = new Exchange(transport);
  await rejects(t, exchange.request(add({ index: 1 })), { failure: "timeout" });
  await exchange.request(add({ index: 2 }));
});

t.test("a million requests leave nothing behind", (t) => {
  // In a process of its own: tap watches every promise here.
  const program = fileURLToPath(new URL("./million-requests.js", import.meta.url));
  const { grownBytes, requests } = runJson<{ grownBytes: number; requests: number }>(
    [process.execPath, "--expose-gc", program],
    { timeoutMs: 120_000 },
  );
  t.equal(requests, 1_000_000);
  // One object kept of each would be 50 MB at the least.
  t.ok(grownBytes < 4e6, `${grownBytes} bytes more`);
  t.end();
});
