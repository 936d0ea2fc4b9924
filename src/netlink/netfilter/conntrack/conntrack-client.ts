import { openBlockingTransport } from "../../socket/blocking-transport.ts";
import { agrees, dumpObjects } from "../../socket/dump-objects.ts";
import { Exchange, type Request, type WarningHandler } from "../../socket/exchange.ts";
import { loadLibc } from "../../socket/load-libc.ts";
import { isNetlinkError } from "../../socket/netlink-error.ts";
import type { NetnsRef } from "../../socket/netns.ts";
import type { Transport } from "../../socket/transport.ts";
import { NETLINK_NETFILTER, NLM_F_CREATE, NLM_F_EXCL } from "../../uapi/netlink.ts";
import {
  IPCTNL_MSG_CT_DELETE,
  IPCTNL_MSG_CT_GET,
  IPCTNL_MSG_CT_GET_STATS,
  IPCTNL_MSG_CT_GET_STATS_CPU,
  IPCTNL_MSG_CT_NEW,
} from "../../uapi/nfnetlink_conntrack.ts";
import { WireError } from "../../wire/codec.ts";
import { type Conntrack, type ConntrackInput, conntrackMessage, ctType, decodeConntrack } from "./conntrack.ts";
import { type ConntrackFilter, filterToMessage, isEmptyFilter, type MaskedValue } from "./conntrack-filter.ts";
import { type CpuStats, cpuStatsMessage, decodeCpuStats, tableStatsMessage } from "./conntrack-stats.ts";
import { formatTuple, type Tuple, toTupleParts } from "./tuple.ts";

export interface ConntrackClientOptions {
  /** The namespace to work in; this thread's own when left out. */
  readonly netns?: NetnsRef | undefined;
  readonly timeoutMs?: number | undefined;
  /** Told of remarks that the kernel makes on requests it carries out. */
  readonly onWarning?: WarningHandler | undefined;
}

/** A connection by one of its tuples. One that was listed can be given as it is. */
export interface ConntrackRef {
  /** AF_INET or AF_INET6 */
  readonly family: number;
  readonly tupleOrig?: Tuple | undefined;
  /** Counts where `tupleOrig` is left out. */
  readonly tupleReply?: Tuple | undefined;
  readonly zone?: number | undefined;
  /** Another connection with these tuples is not meant. For deleting only. */
  readonly id?: number | undefined;
}

/** How full the table of connections is. */
export interface TableStats {
  readonly entries: number;
  readonly maxEntries: number;
}

/** `conntrack`: the connections that the kernel follows in one namespace. */
export class ConntrackClient implements Disposable {
  readonly #exchange: Exchange;

  constructor(transport: Transport, { onWarning }: Pick<ConntrackClientOptions, "onWarning"> = {}) {
    this.#exchange = new Exchange(transport, { onWarning });
  }

  /** All connections, or those that the filter lets through. */
  async list(filter: ConntrackFilter = {}): Promise<Conntrack[]> {
    const body = filterToMessage(filter);
    const found = await dumpObjects(
      this.#exchange,
      { type: ctType(IPCTNL_MSG_CT_GET), codec: conntrackMessage, body, operation: "list connections" },
      { decode: decodeConntrack, accepts: () => true },
    );
    // Kernels mark listings as filtered (NLM_F_DUMP_FILTERED) also when they applied a part of the filter.
    return found.filter((conntrack) => matches(filter, conntrack));
  }

  /** @throws {NetlinkError} ENOENT where there is none */
  async get(ref: ConntrackRef): Promise<Conntrack> {
    return this.#exchange.get(
      {
        type: ctType(IPCTNL_MSG_CT_GET),
        codec: conntrackMessage,
        body: refToMessage(ref),
        operation: `get connection ${formatRef(ref)}`,
      },
      ({ view, start, end }) => decodeConntrack(view, start, end),
    );
  }

  /**
   * Adds a connection that no packet has made, as fail-over does.
   * @throws {NetlinkError} EEXIST where one has a tuple of it
   */
  async add(conntrack: ConntrackInput): Promise<void> {
    await this.#change("add", conntrack, NLM_F_CREATE | NLM_F_EXCL);
  }

  /** Changes what is given beside the tuples and zone: mark, timeout, status, labels, helper. @throws {NetlinkError} ENOENT */
  async update(conntrack: ConntrackInput): Promise<void> {
    await this.#change("change", conntrack, 0);
  }

  /** @throws {NetlinkError} ENOENT where there is none */
  async delete(ref: ConntrackRef): Promise<void> {
    await this.#exchange.request(deletion(ref));
  }

  /**
   * Deletes connections in as few sends as possible; those that are gone by now are no failure.
   * @returns how many were deleted
   */
  async deleteAll(refs: readonly ConntrackRef[]): Promise<number> {
    const outcomes = await this.#exchange.batch(refs.map(deletion));
    const failure = outcomes.find((error) => error !== undefined && !isNetlinkError(error, "ENOENT"));
    if (failure !== undefined) throw failure;
    return outcomes.filter((error) => error === undefined).length;
  }

  /**
   * Deletes what a filter lets through, one by one: kernels that do not know a part of a filter would delete all else
   * along with it.
   *
   * @returns how many were deleted
   * @throws {WireError} for a filter that lets everything through: that is {@link flush}
   */
  async deleteMatching(filter: ConntrackFilter): Promise<number> {
    if (isEmptyFilter(filter)) throw new WireError("an empty filter would delete all connections: use flush()");
    return this.deleteAll(await this.list(filter));
  }

  /** Deletes all connections of the namespace. */
  async flush(): Promise<void> {
    const operation = "flush connections";
    await this.#exchange.request({ type: ctType(IPCTNL_MSG_CT_DELETE), codec: conntrackMessage, body: {}, operation });
  }

  async tableStats(): Promise<TableStats> {
    return this.#exchange.get(
      {
        type: ctType(IPCTNL_MSG_CT_GET_STATS),
        codec: tableStatsMessage,
        body: {},
        operation: "get statistics of connections",
      },
      ({ view, start, end }) => {
        const { entries = 0, maxEntries = 0 } = tableStatsMessage.decodeObject(view, start, end);
        return { entries, maxEntries };
      },
    );
  }

  /** What each processor has counted. */
  async cpuStats(): Promise<CpuStats[]> {
    const operation = "list statistics of connections";
    return dumpObjects(
      this.#exchange,
      { type: ctType(IPCTNL_MSG_CT_GET_STATS_CPU), codec: cpuStatsMessage, body: {}, operation },
      { decode: decodeCpuStats, accepts: () => true },
    );
  }

  [Symbol.dispose](): void {
    this.#exchange.close();
  }

  async #change(verb: string, body: ConntrackInput, flags: number): Promise<void> {
    await this.#exchange.request({
      type: ctType(IPCTNL_MSG_CT_NEW),
      flags,
      codec: conntrackMessage,
      body,
      operation: `${verb} connection ${formatRef(body)}`,
    });
  }
}

/**
 * Opens a client over a blocking socket.
 * @throws {LibcError} {@link NetnsError} when socket or namespace cannot be opened
 */
export async function openConntrackClient(options: ConntrackClientOptions = {}): Promise<ConntrackClient> {
  const libc = await loadLibc();
  return new ConntrackClient(openBlockingTransport({ libc, protocol: NETLINK_NETFILTER, ...options }), options);
}

function deletion(ref: ConntrackRef): Request {
  const body = ref.id === undefined ? refToMessage(ref) : { ...refToMessage(ref), id: ref.id };
  const operation = `delete connection ${formatRef(ref)}`;
  return { type: ctType(IPCTNL_MSG_CT_DELETE), codec: conntrackMessage as Request["codec"], body, operation };
}

/** @throws {WireError} where there is no tuple: to the kernel, a deletion without one is that of everything. */
function refToMessage({ family, tupleOrig, tupleReply, zone }: ConntrackRef): ConntrackInput {
  const tuple = tupleOrig === undefined ? { tupleReply } : { tupleOrig };
  if ((tupleOrig ?? tupleReply) === undefined) throw new WireError("a connection is named by one of its tuples");
  return { family, ...tuple, ...(zone === undefined ? {} : { zone }) } as ConntrackInput;
}

function formatRef({ tupleOrig, tupleReply }: Pick<ConntrackRef, "tupleOrig" | "tupleReply">): string {
  return formatTuple(tupleOrig ?? tupleReply ?? {});
}

/** Whether the filter lets a connection through. */
function matches(filter: ConntrackFilter, { family, tupleOrig, tupleReply, mark, status, zone }: Conntrack): boolean {
  return (
    agrees({ family: filter.family, zone: filter.zone }, { family, zone: zone ?? 0 }) &&
    agrees(filter.orig ?? {}, toTupleParts(tupleOrig)) &&
    agrees(filter.reply ?? {}, toTupleParts(tupleReply)) &&
    agreesIn(filter.mark, mark) &&
    agreesIn(filter.status, status)
  );
}

function agreesIn(wanted: MaskedValue | undefined, value = 0): boolean {
  return wanted === undefined || ((value ^ wanted.value) & wanted.mask) === 0;
}
