import { type Frame, forEachFrame } from "../message/frame.ts";
import { openEventTransport } from "./event-transport.ts";
import { loadLibc } from "./load-libc.ts";
import type { NetnsRef } from "./netns.ts";
import type { Transport } from "./transport.ts";
import { TransportError } from "./transport-error.ts";

/** What a monitor tells beside changes. */
export type MonitorMark =
  /** The kernel had no more room: some changes were lost. What is there now follows, as `present`. */
  | { readonly event: "overrun" }
  /** All that is there has been told: what was known before and has not been `present` since is gone. */
  | { readonly event: "synced" };

/**
 * Changes in the order in which they happened, as an endless list: it ends when the monitor is disposed of, also while it
 * waits. To be gone through once.
 */
export interface EventMonitor<E> extends AsyncIterable<E | MonitorMark>, Disposable {}

export interface EventMonitorOptions {
  /** The namespace to listen in; this thread's own when left out. */
  readonly netns?: NetnsRef | undefined;
  /** Tell first what is there, as `present`, and then `synced`; default false. */
  readonly initial?: boolean | undefined;
  /** Ends the monitor, as disposing of it does. */
  readonly signal?: AbortSignal | undefined;
  /** Room for notifications that wait, in bytes; the kernel's default is 212,992. More than net.core.rmem_max takes CAP_NET_ADMIN. */
  readonly receiveBytes?: number | undefined;
}

/** What is monitored, and how. */
export interface MonitorSubject<E, C extends Disposable> {
  /** NETLINK_ROUTE, … (linux/netlink.h) */
  readonly protocol: number;
  /** Multicast groups */
  readonly groups: readonly number[];
  /** What a notification says; undefined of one that is none of these. */
  decode(frame: Frame): E | undefined;
  /** The client that lists, over a socket of its own. */
  openClient(transport: Transport): C;
  /** All that is there, as events. */
  list(client: C): AsyncIterable<E>;
}

/**
 * Listens from now on. In the list: {@link TransportError}, and whatever listing throws.
 * @throws as {@link openEventTransport}
 */
export async function openEventMonitor<E, C extends Disposable>(
  subject: MonitorSubject<E, C>,
  { netns, initial = false, signal, receiveBytes }: EventMonitorOptions,
): Promise<EventMonitor<E>> {
  const { protocol, groups, decode } = subject;
  const libc = await loadLibc();
  const transport = openEventTransport({ libc, protocol, netns, groups, timeoutMs: Number.POSITIVE_INFINITY });
  let client: C;
  try {
    if (receiveBytes !== undefined) transport.reserve?.({ sendBytes: 0, receiveBytes });
    client = subject.openClient(openEventTransport({ libc, protocol, netns }));
  } catch (error) {
    transport.close();
    throw error;
  }
  const close = (): void => {
    signal?.removeEventListener("abort", close);
    transport.close();
    client[Symbol.dispose]();
  };
  if (signal?.aborted) close();
  else signal?.addEventListener("abort", close);
  const source = { transport, decode, initial, list: () => subject.list(client) };
  return { [Symbol.asyncIterator]: () => followEvents(source), [Symbol.dispose]: close };
}

/** A {@link MonitorSubject} with its sockets open. */
export interface MonitorSource<E> {
  /** Receives notifications, and waits for them without end. */
  readonly transport: Transport;
  decode(frame: Frame): E | undefined;
  list(): AsyncIterable<E>;
  readonly initial: boolean;
}

/** All that the source tells, until its transport is closed. */
export async function* followEvents<E>(source: MonitorSource<E>): AsyncGenerator<E | MonitorMark, void> {
  try {
    yield* follow(source);
  } catch (error) {
    if (!isFailure(error, "closed")) throw error;
  }
}

async function* follow<E>(source: MonitorSource<E>): AsyncGenerator<E | MonitorMark, never> {
  if (source.initial) yield* tellAll(source);
  for (;;) {
    const events = await receiveEvents(source);
    if (events !== undefined) {
      yield* events;
      continue;
    }
    yield { event: "overrun" };
    // What came before the loss would contradict the list that is made after it.
    source.transport.discard();
    yield* tellAll(source);
  }
}

async function* tellAll<E>(source: MonitorSource<E>): AsyncGenerator<E | MonitorMark, void> {
  yield* source.list();
  yield { event: "synced" };
}

/** The events of the next datagram; undefined when some were lost. */
async function receiveEvents<E>({ transport, decode }: MonitorSource<E>): Promise<readonly E[] | undefined> {
  try {
    const events: E[] = [];
    forEachFrame(await transport.receive(), (frame) => {
      const event = decode(frame);
      if (event !== undefined) events.push(event);
    });
    return events;
  } catch (error) {
    if (isFailure(error, "overrun")) return undefined;
    throw error;
  }
}

function isFailure(error: unknown, failure: TransportError["failure"]): boolean {
  return error instanceof TransportError && error.failure === failure;
}
