import { awaitChild, BenchmarkError, requireSuccess, startChild, timeChild } from "./process.ts";
import { CONTAINERS, type PluginCall, prepareCall, type Side, type Stage } from "./stage.ts";

/** The plugins of a list, in its order, as a container's configuration has them. */
export type Chain = (container: number) => readonly PluginCall["config"][];

type Verb = "ADD" | "DEL";

/** Attaches and detaches one container by a whole list, a process a plugin; returns the milliseconds of the processes. */
export function timeChain(stage: Stage, side: Side, chain: Chain): Readonly<Record<Verb, number>> {
  const run = new ChainRun(stage, { side, chain, container: 0 });
  const time = (verb: Verb): number => {
    let ms = 0;
    for (let call = run.start(verb); call !== undefined; call = run.next()) ms += timeChild(call);
    return ms;
  };
  return { ADD: time("ADD"), DEL: time("DEL") };
}

/** As {@link timeChain}, all containers at the same time; returns how many a second that is. */
export function chainsAtOnce(stage: Stage, side: Side, chain: Chain): Readonly<Record<Verb, number>> {
  const runs = Array.from({ length: CONTAINERS }, (_, container) => new ChainRun(stage, { side, chain, container }));
  return { ADD: runAll(runs, "ADD"), DEL: runAll(runs, "DEL") };
}

function runAll(runs: readonly ChainRun[], verb: Verb): number {
  const running = new Map<number, { readonly run: ChainRun; readonly call: ReturnType<typeof prepareCall> }>();
  const go = (run: ChainRun, call = run.next()): void => {
    if (call !== undefined) running.set(startChild(call), { run, call });
  };
  const start = process.hrtime.bigint();
  for (const run of runs) go(run, run.start(verb));
  while (running.size > 0) {
    const { pid, exitCode } = awaitChild(-1);
    const ended = running.get(pid);
    if (ended === undefined) throw new BenchmarkError(`process ${pid} is none of a chain`);
    running.delete(pid);
    requireSuccess(ended.call, exitCode);
    go(ended.run);
  }
  return runs.length / (Number(process.hrtime.bigint() - start) / 1e9);
}

/** One container's way through a list, as a runtime leads it: the result of each ADD is the next one's `prevResult`. */
class ChainRun {
  readonly #stage: Stage;
  readonly #options: { readonly side: Side; readonly chain: Chain; readonly container: number };
  #verb: Verb = "ADD";
  #left: PluginCall["config"][] = [];
  /** The output of the last ADD. */
  #resultFile: string | undefined;

  constructor(stage: Stage, options: { side: Side; chain: Chain; container: number }) {
    this.#stage = stage;
    this.#options = options;
  }

  /** The first command of a verb: ADD goes through the list forward, DEL backward. */
  start(verb: Verb): ReturnType<typeof prepareCall> | undefined {
    this.#verb = verb;
    const { chain, container } = this.#options;
    this.#left = verb === "ADD" ? [...chain(container)] : chain(container).toReversed();
    if (verb === "ADD") this.#resultFile = undefined;
    return this.next();
  }

  /** The next command, once the one before has ended; undefined behind the last. */
  next(): ReturnType<typeof prepareCall> | undefined {
    const config = this.#left.shift();
    if (config === undefined) return undefined;
    const { side, container } = this.#options;
    const resultFile = this.#resultFile === undefined ? {} : { resultFile: this.#resultFile };
    const command = prepareCall(this.#stage, { side, verb: this.#verb, config, container, ...resultFile });
    if (this.#verb === "ADD") this.#resultFile = command.stdout;
    return command;
  }
}
