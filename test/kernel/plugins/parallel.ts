import { spawn } from "node:child_process";
import { join } from "node:path";
import { type Answer, type Call, environment, OURS } from "./call.ts";

/** A call whose process can be killed. */
export interface RunningCall {
  readonly answer: Promise<Answer>;
  kill(): void;
}

/** Starts the executable and does not wait for it. */
export function startCall(options: Call): RunningCall {
  const { host, config, bin = OURS } = options;
  // `ip netns exec` becomes the program it runs: killing it kills the plugin.
  const child = spawn("ip", ["netns", "exec", host.name, join(bin, String(config.type))], {
    env: environment(options),
  });
  const texts = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => (texts.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (texts.stderr += text));
  // A plugin that is killed does not read its configuration.
  child.stdin.on("error", () => {});
  child.stdin.end(JSON.stringify(config));
  const answer = new Promise<Answer>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => {
      const json = status === null || texts.stdout === "" ? undefined : JSON.parse(texts.stdout);
      resolve({ status, json, stderr: texts.stderr });
    });
  });
  return { answer, kill: () => void child.kill("SIGKILL") };
}

/** Runs `work` over all items, so many at a time; the results are in the order of the items. */
export async function inParallel<T, R>(
  items: readonly T[],
  atATime: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index] as T);
    }
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  return results;
}
