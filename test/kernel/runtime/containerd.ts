import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { TypedError } from "../../../src/typed-error.ts";
import type { Cleaner, TestNetns } from "../../harness/netns.ts";
import { type Outcome, type RunOptions, run, tryRun } from "../../harness/run.ts";

/** containerd ended before it answered. */
export class ContainerdError extends TypedError {
  readonly code = "ERR_TEST_CONTAINERD";
}

/**
 * Runs as the first process of namespaces of its own. Whatever containerd, runc, `ctr` and the plugins write goes to file
 * systems in memory: /run, and one laid over each folder that they have fixed paths in. All of it is gone with the processes.
 */
const PROGRAM = `
set -eu
# Still the /proc of the namespace outside: the number by which the test knows this process.
read -r pid rest </proc/self/stat
mount --make-rprivate /
mount -t proc proc /proc
mount -t tmpfs tmpfs /run
for folder in etc opt var/lib; do
  mkdir -p /run/over/$folder /run/work/$folder
  mount -t overlay -o lowerdir=/$folder,upperdir=/run/over/$folder,workdir=/run/work/$folder overlay /$folder
done
mkdir -p /etc/cni/net.d /opt/cni/bin
cat >/run/containerd.toml <<END
version = 2
root = "/run/containerd-root"
state = "/run/containerd"
disabled_plugins = ["io.containerd.grpc.v1.cri"]
END
containerd --config /run/containerd.toml --log-level warn >&2 &
until ctr version >/dev/null 2>&1; do
  kill -0 $!
  sleep 0.05
done
echo "$pid"
wait`;

/** A containerd of the test's own. Its host's network is a namespace of the test; files and processes nobody else sees. */
export interface Containerd {
  /** Runs a program where containerd runs; it has to succeed. Returns its standard output. */
  exec(command: readonly string[], options?: RunOptions): string;
  tryExec(command: readonly string[], options?: RunOptions): Outcome;
  /** Starts a program there that the test's end ends. */
  spawn(command: readonly string[]): ChildProcess;
}

export async function startContainerd(t: Cleaner, host: TestNetns): Promise<Containerd> {
  const namespaces = ["unshare", "--mount", "--pid", "--fork", "--kill-child"];
  const command = [`--net=${host.path}`, ...namespaces, "sh", "-c", PROGRAM];
  const server = spawn("nsenter", command, { stdio: ["ignore", "pipe", "pipe"] });
  t.teardown(() => end(server));
  let complaints = "";
  server.stderr.on("data", (text) => {
    complaints += String(text);
  });
  const pid = await Promise.race([
    once(server.stdout, "data").then(([text]) => String(text).trim()),
    once(server, "exit").then(() => undefined),
  ]);
  if (pid === undefined) throw new ContainerdError(complaints);
  const inside = ["nsenter", "--target", pid, "--net", "--mount", "--pid"];
  return {
    exec: (command, options) => run([...inside, ...command], options),
    tryExec: (command, options) => tryRun([...inside, ...command], options),
    spawn(command) {
      const [program = "", ...args] = [...inside, ...command];
      const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
      t.teardown(() => end(child));
      return child;
    },
  };
}

/** SIGKILL: unshare(1) leaves out SIGTERM while it waits for its child, which dies with it. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}
