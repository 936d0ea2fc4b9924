import { type Borrowers, findBorrowers, maskResult } from "./borrowed-address.ts";
import type { ConformanceCase, Step } from "./case.ts";
import { isJsonObject, type Json, type JsonObject, tryParseJson } from "./json.ts";
import { type NormalWorld, normaliseSnapshot } from "./normalise.ts";
import { Roles } from "./roles.ts";
import { PLUGIN_FOLDER, type Side, withPluginsOf } from "./sandbox.ts";
import { takePromptLook, takeSnapshot } from "./snapshot.ts";
import {
  containerName,
  createWorld,
  destroyWorld,
  HOST,
  NETNS_FOLDER,
  type ProcessEnd,
  runInHost,
  runPlugin,
  type World,
} from "./world.ts";

/** One call of one plugin and what could be seen after it. */
export interface Observation {
  /** `2 ADD bridge`: unique within the case. */
  readonly label: string;
  readonly step: Step;
  readonly exitCode: number;
  /** With everything random replaced by its role. */
  readonly stdout: string;
  readonly stderrIsEmpty: boolean;
  /** Only for people: shown when a difference has to be understood. */
  readonly stderr: string;
  readonly world: NormalWorld;
  /** Operational states and tentative addresses at the moment of exit; empty unless the case asks for them. */
  readonly promptly: JsonObject;
}

export interface CaseRun {
  readonly worldBefore: NormalWorld;
  readonly observations: readonly Observation[];
}

/** A call of one plugin: a step of a case, for one plugin of its list. */
interface Call {
  readonly label: string;
  readonly step: Step;
  readonly config: JsonObject;
  readonly isFirstOfStep: boolean;
}

/**
 * Runs a case through one side, in fresh namespaces.
 * @param without labels of calls to leave out, as if they had never been made: what the world must look like when
 *   failing calls leave nothing behind. Their observation has the world as it was.
 */
export function runCase(scenario: ConformanceCase, side: Side, without: ReadonlySet<string> = new Set()): CaseRun {
  return withPluginsOf(side, () => {
    const world = createWorld(scenario);
    try {
      return new CaseRunner(scenario, world).run(without);
    } finally {
      destroyWorld();
    }
  });
}

/** The namespaces, the roles and the last results of one run. */
class CaseRunner {
  readonly #scenario: ConformanceCase;
  readonly #world: World;
  readonly #roles: Roles;
  /** Container and interface → the result of the last successful ADD. */
  readonly #results = new Map<string, Json>();
  /** Of the host, when it was last looked at. */
  #borrowers: Borrowers = new Map();

  constructor(scenario: ConformanceCase, world: World) {
    this.#scenario = scenario;
    this.#world = world;
    this.#roles = new Roles(JSON.stringify(scenario));
  }

  run(without: ReadonlySet<string>): CaseRun {
    const worldBefore = this.#observeWorld();
    const observations: Observation[] = [];
    let stepIsBroken = false;
    for (const call of listCalls(this.#scenario)) {
      if (call.isFirstOfStep) {
        stepIsBroken = false;
        for (const line of call.step.arrange ?? []) runInHost(line);
      }
      if (stepIsBroken) continue;
      if (without.has(call.label)) {
        observations.push(absentCall(call, this.#observeWorld()));
        continue;
      }
      const observation = this.#perform(call);
      observations.push(observation);
      // A runtime stops a list's ADD at the first plugin that fails.
      stepIsBroken = call.step.verb === "ADD" && observation.exitCode !== 0;
    }
    return { worldBefore, observations };
  }

  #perform(call: Call): Observation {
    const attachment = `${call.step.container ?? 1}/${call.step.ifname ?? "eth0"}`;
    const end = runPlugin({
      file: `${PLUGIN_FOLDER}/${String(call.config.type)}`,
      env: environmentOf(call.step),
      stdin: this.#stdinOf(call, attachment),
    });
    const look = this.#scenario.promptly === true && call.step.verb === "ADD" ? takePromptLook(this.#world) : {};
    const result = tryParseJson(end.stdout);
    if (call.step.verb === "ADD" && end.exitCode === 0 && result !== undefined) this.#results.set(attachment, result);
    if (call.step.verb === "DEL") this.#results.delete(attachment);
    // The snapshot first: it teaches the roles of what the call has made.
    const world = this.#observeWorld();
    return {
      label: call.label,
      step: call.step,
      exitCode: end.exitCode,
      ...this.#observeOutput(end),
      world,
      promptly: summarisePromptLook(look, this.#roles),
    };
  }

  #observeOutput(end: ProcessEnd): Pick<Observation, "stdout" | "stderr" | "stderrIsEmpty"> {
    const stdout = this.#roles.applyToOutput(maskResult(end.stdout, this.#borrowers));
    return { stdout, stderrIsEmpty: end.stderr === "", stderr: end.stderr };
  }

  #observeWorld(): NormalWorld {
    const snapshot = takeSnapshot(this.#world);
    this.#roles.learn(snapshot);
    const host = snapshot.namespaces[HOST];
    this.#borrowers = host === undefined ? new Map() : findBorrowers(host);
    return normaliseSnapshot(snapshot, this.#roles);
  }

  #stdinOf(call: Call, attachment: string): string {
    const { step, config } = call;
    if (step.stdin !== undefined) return step.stdin;
    if (isJsonObject(step.prevResult)) return JSON.stringify({ ...config, prevResult: step.prevResult });
    const wanted = step.prevResult !== "none" && takesPrevResult(call);
    const previous = wanted ? this.#results.get(attachment) : undefined;
    return JSON.stringify(previous === undefined ? config : { ...config, prevResult: previous });
  }
}

/** SPEC.md: lists pass it on from 0.3.0; CHECK and, from 0.4.0, DEL get the result of ADD. */
function takesPrevResult({ step, config, isFirstOfStep }: Call): boolean {
  if (step.verb === "ADD") return !isFirstOfStep;
  const version = typeof config.cniVersion === "string" ? config.cniVersion : "0.1.0";
  return (step.verb === "CHECK" || step.verb === "DEL") && !/^0\.[0-3]\./.test(version);
}

function listCalls(scenario: ConformanceCase): readonly Call[] {
  const plugins = Array.isArray(scenario.config)
    ? (scenario.config as readonly JsonObject[])
    : [scenario.config as JsonObject];
  const steps = scenario.steps ?? defaultSteps(plugins[0] ?? {}, scenario.failure !== undefined);
  return steps.flatMap((step, index) => {
    const ordered = step.verb === "DEL" ? plugins.toReversed() : plugins;
    return ordered.map((plugin, place): Call => {
      const config = { ...plugin, ...step.config };
      const name = [index + 1, step.label ?? step.verb, String(config.type)].join(" ");
      return { label: name, step, config, isFirstOfStep: place === 0 };
    });
  });
}

/** What libcni sends with a GC that is to spare the container of the case. */
const GC_SPARING_ALL: Step = {
  verb: "GC",
  config: {
    "cni.dev/valid-attachments": [{ containerID: "cnitest-1", ifname: "eth0" }],
    "cni.dev/attachments": [{ containerID: "cnitest-1", ifname: "eth0" }],
  },
};

function defaultSteps(config: JsonObject, isFailing: boolean): readonly Step[] {
  const version = typeof config.cniVersion === "string" ? config.cniVersion : "0.1.0";
  const steps: Step[] = [{ verb: "ADD" }];
  if (!isFailing && !/^0\.[0-3]\./.test(version)) steps.push({ verb: "CHECK" });
  if (!isFailing && version === "1.1.0") steps.push({ verb: "STATUS" }, GC_SPARING_ALL);
  return [...steps, { verb: "DEL" }, { verb: "DEL", label: "DEL again" }];
}

function environmentOf(step: Step): Readonly<Record<string, string>> {
  const usual: Record<string, string | null> = {
    CNI_COMMAND: step.verb,
    CNI_CONTAINERID: `cnitest-${step.container ?? 1}`,
    CNI_NETNS: `${NETNS_FOLDER}/${containerName(step.container ?? 1)}`,
    CNI_IFNAME: step.ifname ?? "eth0",
    CNI_PATH: PLUGIN_FOLDER,
    ...step.env,
  };
  return Object.fromEntries(Object.entries(usual).filter((entry): entry is [string, string] => entry[1] !== null));
}

function absentCall(call: Call, world: NormalWorld): Observation {
  const { label, step } = call;
  return { label, step, exitCode: 0, stdout: "", stderr: "", stderrIsEmpty: true, world, promptly: {} };
}

function summarisePromptLook(look: Readonly<Record<string, readonly JsonObject[]>>, roles: Roles): JsonObject {
  const states: Record<string, Json> = {};
  for (const [namespace, links] of Object.entries(look)) {
    for (const link of links) {
      const owner = `${namespace}/${String(link.ifname)}`;
      const addresses = (link.addr_info as readonly JsonObject[]).filter((entry) => entry.scope === "global");
      const unusable = addresses.filter((entry) => entry.tentative === true).map((entry) => String(entry.local));
      states[roles.apply(owner)] = [
        `operstate ${String(link.operstate)}`,
        ...unusable.map((ip) => `${ip} is tentative`),
      ];
    }
  }
  return states;
}
