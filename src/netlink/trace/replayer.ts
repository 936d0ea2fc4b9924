import { useMachine } from "../../machine.ts";
import { useLibc } from "../socket/load-libc.ts";
import type { Event } from "./gen/netlink_trace_pb.ts";
import { replayLibc } from "./replay-libc.ts";
import { replayMachine } from "./replay-machine.ts";
import { ReplayScript } from "./replay-script.ts";

/** A replay that is under way, until it is disposed of. */
export interface Replay extends Disposable {
  readonly script: ReplayScript;
}

/** Answers from the events, from now on, all that this process asks of the kernel through this library. */
export function replayEvents(events: readonly Event[]): Replay {
  const script = new ReplayScript(events);
  const restore = [useLibc(replayLibc(script)), useMachine(replayMachine(script))];
  return {
    script,
    [Symbol.dispose]() {
      for (const each of restore) each();
    },
  };
}
