import { decodeAck } from "../message/ack.ts";
import { type Frame, forEachFrame } from "../message/frame.ts";
import { encodeMessage } from "../message/header.ts";
import type { MessageCodec } from "../message/message-codec.ts";
import { EINTR } from "../uapi/errno.ts";
import {
  NLM_F_ACK,
  NLM_F_DUMP,
  NLM_F_DUMP_FILTERED,
  NLM_F_DUMP_INTR,
  NLM_F_REQUEST,
  NLMSG_ERROR,
  NLMSG_MIN_TYPE,
} from "../uapi/netlink.ts";
import { Writer } from "../wire/writer.ts";
import { DumpReader } from "./dump-reader.ts";
import { NetlinkError } from "./netlink-error.ts";
import { pauseAfter } from "./pause.ts";
import type { Transport } from "./transport.ts";
import { TransportError } from "./transport-error.ts";

/** One message to the kernel. */
export interface Request<I extends object = object> {
  /** RTM_NEWLINK, … */
  readonly type: number;
  /** NLM_F_CREATE, NLM_F_EXCL, …; REQUEST and ACK or DUMP are added. */
  readonly flags?: number | undefined;
  readonly codec: Pick<MessageCodec<object, I>, "encode" | "locate">;
  readonly body: I;
  /** For errors: `add link "eth0"`. */
  readonly operation: string;
}

/** Told of every message that answers a request; the frame's bytes hold only during the call. */
export type FrameHandler = (frame: Frame) => void;

/** Told of what the kernel remarks on a request that it nevertheless carried out. */
export type WarningHandler = (remark: string, operation: string) => void;

/** What conversations are made of that {@link Exchange.converse} carries out. */
export interface Line {
  readonly transport: Transport;
  readonly onWarning: WarningHandler;
  /** Writes a request with the next sequence number; NLM_F_REQUEST is added to `flags` and the request's own. */
  encode(writer: Writer, request: Request, flags: number): { seq: number; start: number; end: number };
  /** The next datagram. After an overrun, what is left of the answers is thrown away. */
  receive(): Promise<Uint8Array>;
}

/** A dump that was changed underneath every time it was tried. With 32 processes that change one ruleset, 10 are not enough. */
const MAX_DUMP_ATTEMPTS = 50;
/** Acknowledgements of one send must fit the receive buffer: 212,992 bytes by default, about 800 an ack. */
const MAX_BATCH = 64;
/** A datagram must fit the send buffer, of the same size by default. */
const MAX_BATCH_BYTES = 64 * 1024;

/** Several requests that are sent as one datagram. */
interface Batch {
  readonly writer: Writer;
  /** By sequence number: which request it is, and where in the datagram. */
  readonly sent: Map<number, { readonly index: number; readonly start: number; readonly end: number }>;
}

/** Requests and answers over one transport. Calls may overlap; they are carried out one after the other. */
export class Exchange {
  readonly #transport: Transport;
  readonly #onWarning: WarningHandler;
  #seq: number;
  #tail: Promise<unknown> = Promise.resolve();
  /** For all but long batches: a new buffer for each request would cost more than the request. */
  readonly #writer = new Writer();
  readonly #dumps: DumpReader;

  /** @param options.firstSeq for tests of what happens after 2^32 requests. */
  constructor(
    transport: Transport,
    { onWarning = ignore, firstSeq = 1 }: { onWarning?: WarningHandler | undefined; firstSeq?: number } = {},
  ) {
    this.#transport = transport;
    this.#dumps = new DumpReader(transport);
    this.#onWarning = onWarning;
    this.#seq = firstSeq;
  }

  /**
   * Sends a request and waits for its acknowledgement. `onFrame` gets the messages that come before it: what
   * NLM_F_ECHO brings, or the answer to a GET.
   *
   * @throws {NetlinkError} when the kernel refuses
   * @throws {WireError} when a value does not fit; nothing was sent then
   * @throws {TransportError} when it is not known what became of it
   */
  async request<I extends object>(request: Request<I>, onFrame?: FrameHandler): Promise<void> {
    const [error] = await this.batch([request as Request], onFrame);
    if (error !== undefined) throw error;
  }

  /**
   * Sends a request that is answered by one message, and decodes that.
   *
   * @throws as {@link request}, and a {@link TransportError} `unanswered` when the kernel agrees but does not answer
   */
  async get<T, I extends object>(request: Request<I>, decode: (frame: Frame) => T): Promise<T> {
    const answers: T[] = [];
    await this.request(request, (frame) => void answers.push(decode(frame)));
    const [answer] = answers;
    if (answer === undefined) throw new TransportError("unanswered", `${request.operation}: the kernel did not answer`);
    return answer;
  }

  /**
   * Sends several requests in as few datagrams as possible. The kernel carries out all of them in order, also after one
   * that failed: the result has the error, or undefined, of each.
   *
   * @throws as {@link request} for what concerns all of them
   */
  async batch(requests: readonly Request[], onFrame: FrameHandler = ignore): Promise<(NetlinkError | undefined)[]> {
    return this.#exclusively(async () => {
      const outcomes = new Array<NetlinkError | undefined>(requests.length).fill(undefined);
      // All are encoded before the first is sent: one that cannot be encoded leaves everything as it was.
      for (const batch of this.#pack(requests)) await this.#send(batch, { requests, outcomes, onFrame });
      return outcomes;
    });
  }

  /**
   * Lists what the kernel has. A dump that was interrupted by a change (NLM_F_DUMP_INTR), or of which a part was lost,
   * is repeated from the start, `onStart` being called before every attempt.
   *
   * @returns whether the kernel applied the request's filter (NLM_F_DUMP_FILTERED)
   * @throws {NetlinkError} when the kernel refuses, also half-way; EINTR when it was interrupted every time
   */
  async dump<I extends object>(
    request: Request<I>,
    { onStart, onFrame }: { onStart: () => void; onFrame: FrameHandler },
  ): Promise<{ filtered: boolean }> {
    return this.#exclusively(async () => {
      for (let attempt = 1; ; attempt++) {
        onStart();
        try {
          return await this.#dumpOnce(request, onFrame);
        } catch (error) {
          const again =
            (error instanceof NetlinkError && error.errno === EINTR) ||
            (error instanceof TransportError && error.failure === "overrun");
          if (!again || attempt === MAX_DUMP_ATTEMPTS) throw error;
          await pauseAfter(attempt);
        }
      }
    });
  }

  /** For protocols that requests and dumps do not cover, such as transactions: `action` has the socket for itself. */
  async converse<T>(action: (line: Line) => Promise<T>): Promise<T> {
    return this.#exclusively(() =>
      action({
        transport: this.#transport,
        onWarning: this.#onWarning,
        encode: (writer, request, flags) => this.#encode(writer, request, flags),
        receive: () => this.#receiveAnswer(),
      }),
    );
  }

  close(): void {
    this.#transport.close();
  }

  /** One conversation at a time: a socket has room for one dump, and answers carry nothing but a sequence number. */
  async #exclusively<T>(action: () => Promise<T>): Promise<T> {
    const mine = this.#tail.then(action);
    this.#tail = mine.catch(ignore);
    return mine;
  }

  #encode(writer: Writer, request: Request, flags: number): { seq: number; start: number; end: number } {
    const start = writer.length;
    const seq = this.#seq;
    // 0 is what notifications carry.
    this.#seq = seq === 0xffffffff ? 1 : seq + 1;
    encodeMessage(writer, { type: request.type, flags: NLM_F_REQUEST | flags | (request.flags ?? 0), seq }, (body) =>
      request.codec.encode(body, request.body),
    );
    return { seq, start, end: writer.length };
  }

  #emptyWriter(): Writer {
    this.#writer.truncate(0);
    this.#writer.path.length = 0;
    return this.#writer;
  }

  #pack(requests: readonly Request[]): readonly Batch[] {
    const batches: Batch[] = [];
    let batch: Batch | undefined;
    for (const [index, request] of requests.entries()) {
      if (batch === undefined || batch.sent.size === MAX_BATCH || batch.writer.length > MAX_BATCH_BYTES) {
        batch = { writer: batch === undefined ? this.#emptyWriter() : new Writer(), sent: new Map() };
        batches.push(batch);
      }
      const { seq, start, end } = this.#encode(batch.writer, request, NLM_F_ACK);
      batch.sent.set(seq, { index, start, end });
    }
    return batches;
  }

  async #send(
    { writer, sent }: Batch,
    to: { requests: readonly Request[]; outcomes: (NetlinkError | undefined)[]; onFrame: FrameHandler },
  ): Promise<void> {
    const datagram = writer.finish();
    await this.#transport.send(datagram);
    const failures: unknown[] = [];
    while (sent.size > 0) {
      forEachFrame(await this.#receiveAnswer(), (frame) => {
        const which = sent.get(frame.seq);
        const request = to.requests[which?.index ?? -1];
        // Others are notifications, or the tail of a conversation that was given up.
        if (which === undefined || request === undefined) return;
        try {
          if (frame.type >= NLMSG_MIN_TYPE) return to.onFrame(frame);
          if (frame.type !== NLMSG_ERROR) return;
          sent.delete(frame.seq);
          const bytes = datagram.subarray(which.start, which.end);
          to.outcomes[which.index] = this.#outcome(frame, { ...request, bytes });
        } catch (error) {
          failures.push(error);
        }
      });
    }
    if (failures.length > 0) throw failures[0];
  }

  /** After an overrun it is not known which acknowledgements were lost: those that were not are of no use. */
  async #receiveAnswer(): Promise<Uint8Array> {
    try {
      return await this.#transport.receive();
    } catch (error) {
      if (error instanceof TransportError && error.failure === "overrun") this.#transport.discard();
      throw error;
    }
  }

  async #dumpOnce<I extends object>(request: Request<I>, onFrame: FrameHandler): Promise<{ filtered: boolean }> {
    await this.#dumps.finish();
    const writer = this.#emptyWriter();
    const { seq } = this.#encode(writer, request as Request, NLM_F_DUMP);
    const bytes = writer.finish();
    await this.#transport.send(bytes);

    let flags = 0;
    const failures: unknown[] = [];
    await this.#dumps.read(seq, (frame) => {
      flags |= frame.flags;
      // Reading goes on after a failure: an unfinished dump would make the next one fail with EBUSY.
      if (failures.length > 0) return;
      try {
        if (frame.type >= NLMSG_MIN_TYPE) return onFrame(frame);
        const refusal = this.#outcome(frame, { ...request, bytes });
        if (refusal !== undefined) failures.push(refusal);
      } catch (error) {
        failures.push(error);
      }
    });
    if (failures.length > 0) throw failures[0];
    if ((flags & NLM_F_DUMP_INTR) !== 0) {
      const msg = "what was listed changed while it was being listed";
      throw new NetlinkError({ ...request, bytes }, { errno: EINTR, extAck: { msg } });
    }
    return { filtered: (flags & NLM_F_DUMP_FILTERED) !== 0 };
  }

  #outcome(frame: Frame, request: Request & { bytes: Uint8Array }): NetlinkError | undefined {
    const ack = decodeAck(frame);
    if (ack.errno !== 0) return new NetlinkError(request, ack);
    if (ack.extAck.msg !== undefined) this.#onWarning(ack.extAck.msg, request.operation);
    return undefined;
  }
}

function ignore(): void {}
