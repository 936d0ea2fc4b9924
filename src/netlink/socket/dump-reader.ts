import { type Frame, forEachFrame } from "../message/frame.ts";
import { NLMSG_DONE, NLMSG_ERROR, NLMSG_MIN_TYPE } from "../uapi/netlink.ts";
import type { Transport } from "./transport.ts";
import { TransportError } from "./transport-error.ts";

/**
 * Reads dumps to their end, of which a socket has one at a time: while one is under way, the kernel answers the next
 * with EBUSY.
 */
export class DumpReader {
  readonly #transport: Transport;
  /** Sequence number of a dump that is under way, or was given up before its end. */
  #unfinished: number | undefined;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Reads what is left of a dump that was given up, and throws it away. */
  async finish(): Promise<void> {
    if (this.#unfinished !== undefined) await this.read(this.#unfinished, () => {});
  }

  /** Reads a dump to its end, and throws afterwards if a part of it was lost. */
  async read(seq: number, onFrame: (frame: Frame) => void): Promise<void> {
    this.#unfinished = seq;
    let lost: TransportError | undefined;
    while (this.#unfinished !== undefined) {
      try {
        const datagram = await this.#transport.receive();
        forEachFrame(datagram, (frame) => {
          if (frame.seq !== seq || (frame.type < NLMSG_MIN_TYPE && !isLast(frame))) return;
          onFrame(frame);
          if (isLast(frame)) this.#unfinished = undefined;
        });
      } catch (error) {
        if (!(error instanceof TransportError)) throw error;
        // Silence means that there is no dump under way any more.
        if (error.failure === "timeout") this.#unfinished = undefined;
        if (error.failure !== "overrun") throw error;
        lost = error;
      }
    }
    if (lost !== undefined) throw lost;
  }
}

/** A dump ends in DONE, or in ERROR when it does not even start. */
function isLast(frame: Frame): boolean {
  return frame.type === NLMSG_DONE || frame.type === NLMSG_ERROR;
}
