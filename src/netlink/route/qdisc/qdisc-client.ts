import { agrees, dumpObjects } from "../../socket/dump-objects.ts";
import type { Exchange, Request } from "../../socket/exchange.ts";
import { isNetlinkError } from "../../socket/netlink-error.ts";
import { NLM_F_ECHO } from "../../uapi/netlink.ts";
import { RTM_DELQDISC, RTM_GETQDISC, RTM_NEWQDISC } from "../../uapi/rtnetlink.ts";
import { formatTcHandle } from "../tc/tc-handle.ts";
import { type TcVerb, tcVerbFlags } from "../tc/tc-verb.ts";
import { type Qdisc, type QdiscInput, qdiscMessage } from "./qdisc-message.ts";

export interface QdiscFilter {
  /** Of the link; the kernel lists those of all links whatever it is asked. */
  readonly index?: number | undefined;
  readonly kind?: string | undefined;
  readonly parent?: number | undefined;
  /** Also those that the kernel made without being asked, such as the queues inside others. */
  readonly invisible?: boolean | undefined;
}

/** Which qdisc: by where it is attached, or by its own handle. */
export interface QdiscRef {
  /** Of the link. */
  readonly index: number;
  /** TC_H_ROOT, TC_H_INGRESS, or a class. */
  readonly parent?: number;
  readonly handle?: number;
}

/** `tc qdisc` */
export class QdiscClient {
  readonly #exchange: Exchange;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  async list({ invisible = false, ...filter }: QdiscFilter = {}): Promise<Qdisc[]> {
    const body: QdiscInput = { index: filter.index ?? 0, ...(invisible ? { dumpInvisible: true } : {}) };
    return dumpObjects(
      this.#exchange,
      { type: RTM_GETQDISC, codec: qdiscMessage, body, operation: "list qdiscs" },
      { decode: qdiscMessage.decode, accepts: (qdisc) => agrees(filter, qdisc) },
    );
  }

  /** The qdisc of a place or handle; undefined also where there is but one that the kernel does not list (noqueue). */
  async find(ref: QdiscRef): Promise<Qdisc | undefined> {
    const request: Request<QdiscInput> = {
      type: RTM_GETQDISC,
      // Without it the kernel answers those who listen to RTNLGRP_TC, and not who asks (rtnetlink_send).
      flags: NLM_F_ECHO,
      codec: qdiscMessage,
      body: { ...ref },
      operation: `get qdisc ${format(ref)}`,
    };
    let found: Qdisc | undefined;
    try {
      await this.#exchange.request(request, ({ view, start, end }) => {
        found = qdiscMessage.decode(view, start, end);
      });
    } catch (error) {
      if (!isNetlinkError(error, "ENOENT")) throw error;
    }
    return found;
  }

  /** @throws {NetlinkError} EEXIST where another qdisc is in its place */
  async add(qdisc: QdiscInput): Promise<void> {
    await this.#exchange.request(this.request("add", qdisc));
  }

  /** Puts it in the place of another, or changes what is there when it is of the same kind. */
  async replace(qdisc: QdiscInput): Promise<void> {
    await this.#exchange.request(this.request("replace", qdisc));
  }

  /** @throws {NetlinkError} ENOENT where there is none, EINVAL where it is of another kind */
  async change(qdisc: QdiscInput): Promise<void> {
    await this.#exchange.request(this.request("change", qdisc));
  }

  /** @throws {NetlinkError} ENOENT, or EINVAL for the place of ingress, where there is none */
  async delete(ref: QdiscRef & Pick<QdiscInput, "kind">): Promise<void> {
    await this.#exchange.request(this.request("delete", ref as QdiscInput));
  }

  /** The request alone, for a batch. */
  request(verb: TcVerb, qdisc: QdiscInput): Request {
    return {
      type: verb === "delete" ? RTM_DELQDISC : RTM_NEWQDISC,
      flags: tcVerbFlags[verb],
      codec: qdiscMessage,
      body: qdisc,
      operation: `${verb} qdisc ${format(qdisc)}`,
    };
  }
}

/** `tbf 1: parent root of link 3` */
function format({ kind, handle, parent, index = 0 }: QdiscInput | (QdiscRef & { kind?: undefined })): string {
  const words = [kind ?? "", handle === undefined ? "" : formatTcHandle(handle)];
  if (parent !== undefined) words.push(`parent ${formatTcHandle(parent)}`);
  return [...words, `of link ${index}`].filter((word) => word !== "").join(" ");
}
