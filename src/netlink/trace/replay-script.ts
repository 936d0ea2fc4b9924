import type { EventKind } from "./event-layout.ts";
import type { Event } from "./gen/netlink_trace_pb.ts";
import { ReplayDifference } from "./replay-difference.ts";

type AnyEvent = Exclude<Event["event"], { case: undefined }>;

type EventValues = { readonly [E in AnyEvent as E["case"]]: E["value"] };

/** The recorded event of a kind. */
export type EventOf<K extends EventKind> = EventValues[K];

/** The events of a trace, taken one after the other by what happens again. */
export class ReplayScript {
  readonly #events: readonly Event[];
  #index = 0;
  #nowMs = 0;
  #difference: ReplayDifference | undefined;

  constructor(events: readonly Event[]) {
    this.#events = events;
  }

  /** The first difference that was found. */
  get difference(): ReplayDifference | undefined {
    return this.#difference;
  }

  /**
   * Takes the next event, which has to be of this kind and to hold what is asked.
   *
   * @param matches compares what cannot be compared member by member
   * @throws {ReplayDifference}
   */
  take<K extends EventKind>(kind: K, asked: object, matches?: (recorded: EventOf<K>) => boolean): EventOf<K> {
    const recorded = this.peek(kind);
    if (recorded === undefined || !hasMembers(recorded, asked) || matches?.(recorded) === false) {
      return this.differ({ kind, asked });
    }
    this.#index += 1;
    return recorded;
  }

  /** The next event if it is of this kind; times that are not drawn again are passed over. */
  peek<K extends EventKind>(kind: K): EventOf<K> | undefined {
    this.#skipClock();
    const next = this.#events[this.#index]?.event;
    return this.#difference === undefined && next?.case === kind ? (next.value as EventOf<K>) : undefined;
  }

  /** The time: the recorded one where it was drawn, else the last. How often it is drawn is not compared. */
  now(): number {
    const next = this.#events[this.#index]?.event;
    if (next?.case === "clock") {
      this.#nowMs = next.value.nowMs;
      this.#index += 1;
    }
    return this.#nowMs;
  }

  /** Sees to it that nothing recorded is left. @throws {ReplayDifference} */
  end(): void {
    this.#skipClock();
    if (this.#difference !== undefined) throw this.#difference;
    if (this.#index < this.#events.length) this.differ(undefined);
  }

  /** @throws {ReplayDifference} the first, and the same ever after */
  differ(actual: ReplayDifference["actual"]): never {
    this.#difference ??= new ReplayDifference(this.#index, this.#events[this.#index], actual);
    throw this.#difference;
  }

  #skipClock(): void {
    for (let next = this.#events[this.#index]; next?.event.case === "clock"; next = this.#events[this.#index]) {
      this.now();
    }
  }
}

function hasMembers(recorded: object, asked: object): boolean {
  return Object.entries(asked).every(([name, value]) =>
    isSame((recorded as Readonly<Record<string, unknown>>)[name], value),
  );
}

/** Equality of members; one that is absent is equal to its type's empty value. */
function isSame(recorded: unknown, asked: unknown): boolean {
  if (asked === undefined) return recorded === undefined || recorded === "" || recorded === 0;
  if (typeof recorded === "bigint" || typeof asked === "bigint") return Number(recorded) === Number(asked);
  if (recorded instanceof Uint8Array || Array.isArray(recorded)) {
    const other = asked as ArrayLike<unknown>;
    return recorded.length === other.length && recorded.every((item, index) => item === other[index]);
  }
  return recorded === asked;
}
