import { dumpObjects } from "../../socket/dump-objects.ts";
import type { Exchange } from "../../socket/exchange.ts";
import { NETNSA_NSID_NOT_ASSIGNED } from "../../uapi/net_namespace.ts";
import { RTM_GETNSID, RTM_NEWNSID } from "../../uapi/rtnetlink.ts";
import { type NsidMessage, type NsidMessageInput, nsidMessage } from "./nsid-message.ts";

/** A network namespace: an open descriptor of it, or the id of a process or thread in it. */
export type NsidTarget = { readonly fd: number } | { readonly pid: number };

/** The id that a namespace has in the client's: what IFLA_LINK_NETNSID of links with their other end there says. */
export interface Nsid {
  readonly nsid: number;
  /** With a `targetNsid`, the id of the same namespace in the client's; undefined where it has none. */
  readonly currentNsid?: number | undefined;
}

/** All that a dump of namespace ids can be filtered by. */
export interface NsidFilter {
  /** The ids that are valid in the namespace with this id rather than the client's own (Linux 5.0). */
  readonly targetNsid?: number | undefined;
}

/** `ip netns`: the numbers by which namespaces know each other */
export class NsidClient {
  readonly #exchange: Exchange;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  async list({ targetNsid }: NsidFilter = {}): Promise<Nsid[]> {
    const body: NsidMessageInput = targetNsid === undefined ? {} : { targetNsid };
    return dumpObjects(
      this.#exchange,
      { type: RTM_GETNSID, codec: nsidMessage, body, operation: "list namespace ids" },
      { decode: (view, start, end) => nsidOf(nsidMessage.decode(view, start, end)), accepts: () => true },
    );
  }

  /**
   * The id of a namespace; undefined where it has none yet.
   * @throws {NetlinkError} EINVAL, ESRCH where the target is no namespace
   */
  async find(target: NsidTarget): Promise<number | undefined> {
    let answer: Nsid | undefined;
    await this.#exchange.request(
      {
        type: RTM_GETNSID,
        codec: nsidMessage,
        body: { ...target },
        operation: `get namespace id of ${format(target)}`,
      },
      ({ view, start, end }) => {
        answer = nsidOf(nsidMessage.decode(view, start, end));
      },
    );
    return answer === undefined || answer.nsid === NETNSA_NSID_NOT_ASSIGNED ? undefined : answer.nsid;
  }

  /**
   * Gives a namespace an id; the kernel chooses where none is given. Ids cannot be changed nor taken back.
   * @throws {NetlinkError} EEXIST where the namespace has an id, ENOSPC where the id is taken
   */
  async set(target: NsidTarget, nsid: number = NETNSA_NSID_NOT_ASSIGNED): Promise<void> {
    await this.#exchange.request({
      type: RTM_NEWNSID,
      codec: nsidMessage,
      body: { ...target, nsid },
      operation: `set namespace id of ${format(target)} to ${nsid}`,
    });
  }
}

function nsidOf({ nsid = NETNSA_NSID_NOT_ASSIGNED, currentNsid }: NsidMessage): Nsid {
  return currentNsid === undefined || currentNsid === NETNSA_NSID_NOT_ASSIGNED ? { nsid } : { nsid, currentNsid };
}

function format(target: NsidTarget): string {
  return "fd" in target ? `descriptor ${target.fd}` : `process ${target.pid}`;
}
