import { TypedError } from "../../typed-error.ts";
import type { EventKind } from "./event-layout.ts";
import type { Event } from "./gen/netlink_trace_pb.ts";

/** What was done, in the form in which events are recorded. */
export interface Deed {
  readonly kind: EventKind;
  readonly asked: object;
}

/** What a replay did that the recorded run had not done at that point. All that it does from there on fails with it too. */
export class ReplayDifference extends TypedError {
  readonly code = "ERR_REPLAY_DIFFERENCE";
  /** Which event of the trace, from 0. */
  readonly index: number;
  /** Undefined at the end of the trace. */
  readonly recorded: Event | undefined;
  /** Undefined where the recorded run went on and the replay did not. */
  readonly actual: Deed | undefined;

  constructor(index: number, recorded: Event | undefined, actual: Deed | undefined) {
    const was = recorded?.event.case ?? "the end";
    super(`replay differs at event ${index}: recorded was ${was}, done was ${actual?.kind ?? "nothing more"}`);
    this.index = index;
    this.recorded = recorded;
    this.actual = actual;
  }
}
