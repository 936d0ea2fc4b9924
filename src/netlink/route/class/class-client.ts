import { agrees, dumpObjects } from "../../socket/dump-objects.ts";
import type { Exchange } from "../../socket/exchange.ts";
import { NLM_F_CREATE } from "../../uapi/netlink.ts";
import { RTM_DELTCLASS, RTM_GETTCLASS, RTM_NEWTCLASS } from "../../uapi/rtnetlink.ts";
import { formatTcHandle } from "../tc/tc-handle.ts";
import { type TcVerb, tcVerbFlags } from "../tc/tc-verb.ts";
import { classMessage, type TcClass, type TcClassInput } from "./class-message.ts";

export interface TcClassFilter {
  /** Of the link. */
  readonly index: number;
  /** Only classes below this qdisc or class. */
  readonly parent?: number | undefined;
}

/** `tc class` */
export class ClassClient {
  readonly #exchange: Exchange;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  async list(filter: TcClassFilter): Promise<TcClass[]> {
    const { index, parent = 0 } = filter;
    return dumpObjects(
      this.#exchange,
      {
        type: RTM_GETTCLASS,
        codec: classMessage,
        body: { index, parent },
        operation: `list classes of link ${index}`,
      },
      { decode: classMessage.decode, accepts: (found) => agrees({ index }, found) },
    );
  }

  /** @throws {NetlinkError} EEXIST where the class is there */
  async add(input: TcClassInput): Promise<void> {
    await this.#request("add", input);
  }

  /** Makes the class, or changes the one that is there. */
  async replace(input: TcClassInput): Promise<void> {
    await this.#request("replace", input);
  }

  /** @throws {NetlinkError} ENOENT where there is none */
  async change(input: TcClassInput): Promise<void> {
    await this.#request("change", input);
  }

  /** @throws {NetlinkError} ENOENT where there is none, EBUSY where filters or classes need it */
  async delete(ref: { index: number; handle: number }): Promise<void> {
    await this.#request("delete", ref);
  }

  async #request(verb: TcVerb, input: TcClassInput): Promise<void> {
    const { kind = "", handle = 0, index = 0 } = input;
    const words = [verb, "class", kind, formatTcHandle(handle), `of link ${index}`];
    await this.#exchange.request({
      type: verb === "delete" ? RTM_DELTCLASS : RTM_NEWTCLASS,
      // The kernel looks at CREATE and EXCL alone, and `tc` sends no REPLACE here.
      flags: verb === "replace" ? NLM_F_CREATE : tcVerbFlags[verb],
      codec: classMessage,
      body: input,
      operation: words.filter((word) => word !== "").join(" "),
    });
  }
}
