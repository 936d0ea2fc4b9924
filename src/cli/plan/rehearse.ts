import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CniError } from "../../cni/cni-error.ts";
import { addNetworkList } from "../../cni/libcni/add.ts";
import type { AttachmentOptions } from "../../cni/libcni/attachment-options.ts";
import type { NetworkList, PluginConf } from "../../cni/libcni/network-list.ts";
import { observing } from "../../cni/log/observing.ts";
import type { Result } from "../../cni/types/result.ts";
import { currentMachine, useMachine } from "../../machine.ts";
import { loadLibc } from "../../netlink/socket/load-libc.ts";
import { createNetns, leaveNetns } from "../../netlink/socket/netns.ts";
import { registry } from "../../registry.ts";
import { type FilterRule, readPacketFilter } from "../inventory/filter-rule.ts";
import { copyHostState, readHostState } from "./host-copy.ts";
import { overlayFiles } from "./overlay-files.ts";
import { type PlanStep, StepNotes } from "./plan-steps.ts";

/** What an ADD would do. */
export interface Plan {
  readonly steps: readonly PlanStep[];
  readonly warnings: readonly string[];
  /** Undefined when the ADD would fail. */
  readonly result: Result | undefined;
  readonly failure: CniError | undefined;
  /** The rules of nf_tables that it would make. */
  readonly rules: readonly FilterRule[];
}

/** A log of what is only tried would be taken for one of what was done. */
const LOG_KEYS = /^log(level|file)$/i;

function withoutLog(plugin: PluginConf): PluginConf {
  const members = Object.entries(plugin.raw).filter(([key]) => !LOG_KEYS.test(key));
  return { ...plugin, raw: Object.fromEntries(members) };
}

/** Others are not run: what they reach from here, daemons above all, is the host's own. */
function isOwn({ type }: PluginConf): boolean {
  return Object.hasOwn(registry, type);
}

function ownPart(list: NetworkList): NetworkList {
  const plugins = list.plugins.filter(isOwn).map(withoutLog);
  return { ...list, plugins, logLevel: undefined, logFile: undefined };
}

/** The steps that were made, and in their places those of plugins that were not run. */
function allSteps(list: NetworkList, made: readonly PlanStep[]): readonly PlanStep[] {
  const left = [...made];
  const steps: PlanStep[] = [];
  for (const plugin of list.plugins) {
    const next = isOwn(plugin) ? left.shift() : { step: `ADD of ${plugin.type}`, steps: [], isUnknown: true as const };
    if (next === undefined) break;
    steps.push(next);
    if (next.failure !== undefined || left[0]?.step.startsWith("DEL")) break;
  }
  return [...steps, ...left];
}

/** Puts this process where nothing it does reaches the host: its network into an empty namespace, its files into `upper`. */
async function enterStage(upper: string, netnsPath: string): Promise<Disposable> {
  const libc = await loadLibc();
  const host = await readHostState();
  leaveNetns(libc);
  await copyHostState(host);
  const container = createNetns(libc);
  const path = join(upper, netnsPath);
  mkdirSync(join(path, ".."), { recursive: true });
  symlinkSync(container.path, path);
  const machine = currentMachine();
  const restore = useMachine({ ...machine, fs: overlayFiles(upper, machine.fs) });
  return {
    [Symbol.dispose]() {
      restore();
      container[Symbol.dispose]();
    },
  };
}

/** The plugins of this package, as files that lead to this executable. */
function makePluginPath(root: string, self: string): string {
  const directory = join(root, "bin");
  mkdirSync(directory);
  for (const type of Object.keys(registry)) symlinkSync(self, join(directory, type));
  return directory;
}

async function tryAdd(list: NetworkList, options: AttachmentOptions) {
  try {
    return { result: await addNetworkList(list, options), failure: undefined };
  } catch (failure) {
    if (failure instanceof CniError) return { result: undefined, failure };
    throw failure;
  }
}

/**
 * What an ADD would do, by doing it: the plugins themselves attach a namespace of their own to a copy of the host's
 * bridges, with leases and other files as they are now, whose changes are thrown away. This process does not come back
 * to the host's network.
 * @throws {LibcError} when no namespace can be made (CAP_SYS_ADMIN is needed)
 */
export async function rehearseAdd(
  list: NetworkList,
  { self, ...options }: AttachmentOptions & Required<Pick<AttachmentOptions, "self">>,
): Promise<Plan> {
  const root = mkdtempSync(join(tmpdir(), "cni-ts-plan-"));
  try {
    const upper = join(root, "files");
    mkdirSync(upper);
    const path = [makePluginPath(root, self?.path ?? "")];
    using _stage = await enterStage(upper, options.netns);
    // firewalld is asked over a socket, and would do it.
    const env = { PATH: options.env.PATH, DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${join(root, "no-bus")}` };
    const notes = new StepNotes();
    const own = ownPart(list);
    const outcome = await observing(notes, () => tryAdd(own, { ...options, self, env, path }));
    const { rules } = await readPacketFilter(undefined);
    return { ...outcome, rules, steps: allSteps(list, notes.steps), warnings: notes.warnings };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
