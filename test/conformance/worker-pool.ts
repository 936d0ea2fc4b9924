import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { SetupError } from "./execute.ts";
import { type Side, sandboxCommand } from "./sandbox.ts";
import type { Verdict } from "./verdict.ts";

/** What every worker is told at its start. */
export interface WorkerTask {
  readonly folders: Readonly<Record<Side, string>>;
  /** The subject is the reference itself. */
  readonly isSamePlugins: boolean;
}

/**
 * Judges the named cases in `jobs` processes and returns the verdicts in the order of the names.
 * @param onVerdict called as each one comes in.
 * @throws SetupError when a worker ends early.
 */
export async function judgeInParallel(options: {
  readonly task: WorkerTask;
  readonly names: readonly string[];
  readonly jobs: number;
  readonly onVerdict: (verdict: Verdict) => void;
}): Promise<readonly Verdict[]> {
  const { names, onVerdict } = options;
  const queue = [...names];
  const verdicts = new Map<string, Verdict>();
  const workers = Array.from({ length: Math.min(options.jobs, names.length) }, () =>
    runWorker(options.task, queue, (verdict) => {
      verdicts.set(verdict.name, verdict);
      onVerdict(verdict);
    }),
  );
  await Promise.all(workers);
  return names.flatMap((name) => verdicts.get(name) ?? []);
}

async function runWorker(task: WorkerTask, queue: string[], onVerdict: (verdict: Verdict) => void): Promise<void> {
  const script = fileURLToPath(import.meta.url).replace(/worker-pool(?=\.[jt]s$)/, "worker");
  const [program, ...args] = sandboxCommand(process.execPath, script, JSON.stringify(task));
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(child, "close");
  const giveNext = (): void => {
    const name = queue.shift();
    if (name === undefined) child.stdin.end();
    else child.stdin.write(`${name}\n`);
  };
  giveNext();
  for await (const line of createInterface({ input: child.stdout })) {
    onVerdict(JSON.parse(line) as Verdict);
    giveNext();
  }
  const [code, signal] = (await ended) as [number | null, string | null];
  if (code !== 0) throw new SetupError(`a worker of the suite ended with ${signal ?? `exit code ${code}`}`);
}
