import { type Ack, decodeAck } from "../message/ack.ts";
import { type Frame, frames } from "../message/frame.ts";
import { encodeMessage } from "../message/header.ts";
import type { MessageCodec } from "../message/message-codec.ts";
import { EINTR } from "../uapi/errno.ts";
import {
  NLM_F_ACK,
  NLM_F_DUMP,
  NLM_F_DUMP_FILTERED,
  NLM_F_DUMP_INTR,
  NLM_F_MULTI,
  NLM_F_REQUEST,
  NLMSG_DONE,
  NLMSG_ERROR,
  NLMSG_NOOP,
  NLMSG_OVERRUN,
} from "../uapi/netlink.ts";
import { Writer } from "../wire/writer.ts";
import { NetlinkError } from "./netlink-error.ts";
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

/** A dump that was changed underneath every time it was tried. */
const MAX_DUMP_ATTEMPTS = 10;
/** Acknowledgements of one send must fit the receive buffer: 212,992 bytes by default, about 800 an ack. */
const MAX_BATCH = 64;
const EMPTY = new Uint8Array(0);

/** Requests and answers over one transport. Calls may overlap; they are carried out one after the other. */
export class Exchange {
  readonly #transport: Transport;
  readonly #onWarning: WarningHandler;
  #seq = 1;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(transport: Transport, { onWarning = ignore }: { onWarning?: WarningHandler | undefined } = {}) {
    this.#transport = transport;
    this.#onWarning = onWarning;
  }

  /**
   * Sends a request and waits for its acknowledgement. `onFrame` gets the messages that come before it: the answer to a
   * GET, or what NLM_F_ECHO brings.
   *
   * @throws {NetlinkError} when the kernel refuses
   */
  async request<I extends object>(request: Request<I>, onFrame?: FrameHandler): Promise<void> {
    const [error] = await this.batch([request as Request], onFrame);
    if (error !== undefined) throw error;
  }

  /**
   * Sends several requests in as few datagrams as possible. The kernel carries out all of them in order, also after one
   * that failed: the result has the error, or undefined, of each.
   */
  async batch(requests: readonly Request[], onFrame: FrameHandler = ignore): Promise<(NetlinkError | undefined)[]> {
    return this.#exclusively(async () => {
      const outcomes: (NetlinkError | undefined)[] = [];
      for (let at = 0; at < requests.length; at += MAX_BATCH) {
        outcomes.push(...(await this.#send(requests.slice(at, at + MAX_BATCH), onFrame)));
      }
      return outcomes;
    });
  }

  /**
   * Lists what the kernel has. A dump that was interrupted by a change (NLM_F_DUMP_INTR) is repeated from the start,
   * `onStart` being called before every attempt.
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
            (error instanceof TransportError && error.failure === "truncated");
          if (!again || attempt === MAX_DUMP_ATTEMPTS) throw error;
        }
      }
    });
  }

  close(): void {
    this.#transport.close();
  }

  /** One conversation at a time: a socket has room for one dump, and answers carry nothing but a sequence number. */
  async #exclusively<T>(action: () => Promise<T>): Promise<T> {
    const previous = this.#tail;
    const mine = previous.then(action, action);
    this.#tail = mine.catch(ignore);
    return mine;
  }

  /** The next datagram; a truncated one counts as empty, since what follows it must still be read. */
  async #receive(onTruncated: (error: TransportError) => void): Promise<Uint8Array> {
    try {
      return await this.#transport.receive();
    } catch (error) {
      if (!(error instanceof TransportError) || error.failure !== "truncated") throw error;
      onTruncated(error);
      return EMPTY;
    }
  }

  #outcome(frame: Frame, request: Request & { bytes: Uint8Array }): NetlinkError | undefined {
    const ack = decodeAck(frame);
    if (ack.errno !== 0) return new NetlinkError(request, ack);
    if (ack.extAck.msg !== undefined) this.#onWarning(ack.extAck.msg, request.operation);
    return undefined;
  }

  #encode(writer: Writer, request: Request, flags: number): { seq: number; start: number; end: number } {
    const start = writer.length;
    // 0 is what notifications carry.
    const seq = this.#seq;
    this.#seq = seq === 0xffffffff ? 1 : seq + 1;
    encodeMessage(writer, { type: request.type, flags: NLM_F_REQUEST | flags | (request.flags ?? 0), seq }, (body) =>
      request.codec.encode(body, request.body),
    );
    return { seq, start, end: writer.length };
  }

  async #send(requests: readonly Request[], onFrame: FrameHandler): Promise<(NetlinkError | undefined)[]> {
    const writer = new Writer();
    const pending = new Map<number, { index: number; start: number; end: number }>();
    for (const [index, request] of requests.entries()) {
      const { seq, start, end } = this.#encode(writer, request, NLM_F_ACK);
      pending.set(seq, { index, start, end });
    }
    const datagram = writer.finish();
    await this.#transport.send(datagram);

    const outcomes = new Array<NetlinkError | undefined>(requests.length).fill(undefined);
    let failure: unknown;
    while (pending.size > 0) {
      const received = await this.#receive((error) => {
        failure ??= error;
      });
      for (const frame of frames(received)) {
        const sent = pending.get(frame.seq);
        const request = requests[sent?.index ?? -1];
        // A notification, or the tail of a conversation that was given up.
        if (sent === undefined || request === undefined) continue;
        if (frame.type !== NLMSG_ERROR) {
          failure ??= attempt(() => onFrame(frame));
          continue;
        }
        pending.delete(frame.seq);
        const bytes = datagram.subarray(sent.start, sent.end);
        outcomes[sent.index] = this.#outcome(frame, { ...request, bytes });
      }
    }
    if (failure !== undefined) throw failure;
    return outcomes;
  }

  async #dumpOnce<I extends object>(request: Request<I>, onFrame: FrameHandler): Promise<{ filtered: boolean }> {
    const writer = new Writer(256);
    const { seq } = this.#encode(writer, request as Request, NLM_F_DUMP);
    const bytes = writer.finish();
    await this.#transport.send(bytes);

    let interrupted = false;
    let filtered = false;
    let failure: unknown;
    for (;;) {
      const received = await this.#receive((error) => {
        failure ??= error;
      });
      for (const frame of frames(received)) {
        if (frame.seq !== seq || frame.type === NLMSG_NOOP) continue;
        if ((frame.flags & NLM_F_DUMP_INTR) !== 0) interrupted = true;
        if ((frame.flags & NLM_F_DUMP_FILTERED) !== 0) filtered = true;
        const last = frame.type === NLMSG_ERROR || frame.type === NLMSG_DONE || (frame.flags & NLM_F_MULTI) === 0;
        if (frame.type === NLMSG_OVERRUN) throw new TransportError("overrun", "the kernel lost part of a dump");
        if (frame.type !== NLMSG_ERROR && frame.type !== NLMSG_DONE) {
          // Reading goes on after a failure: an unfinished dump would make the next one fail with EBUSY.
          failure ??= attempt(() => onFrame(frame));
        } else {
          failure ??= this.#outcome(frame, { ...request, bytes });
        }
        if (!last) continue;
        if (failure === undefined && interrupted) {
          failure = new NetlinkError(
            { ...request, bytes },
            { errno: EINTR, extAck: { msg: "what was listed changed while it was being listed" } },
          );
        }
        if (failure !== undefined) throw failure;
        return { filtered };
      }
    }
  }
}

/** What `action` throws, or undefined. */
function attempt(action: () => void): unknown {
  try {
    action();
    return undefined;
  } catch (error) {
    return error;
  }
}

function ignore(): void {}
