import type { Command } from "commander";
import { formatJson, type JsonWritable } from "../cni/json/format-json.ts";
import { listVersion } from "../cni/libcni/attachment-options.ts";
import { loadNetworkList } from "../cni/libcni/network-files.ts";
import { encodeResult } from "../cni/types/encode-result.ts";
import type { CliContext } from "./cli-context.ts";
import { describeResult } from "./describe-result.ts";
import { EXIT } from "./exit-code.ts";
import { type AttachmentFlags, addAttachmentOptions, findNetwork, pluginOptions } from "./network-options.ts";
import type { PlanStep } from "./plan/plan-steps.ts";
import type { Plan } from "./plan/rehearse.ts";
import { runAction } from "./run-action.ts";
import { onStdout } from "./terminal/color.ts";

/** Where the container of a plan is, as results show it. */
const NETNS = "/run/netns/plan";

function describeSteps(steps: readonly PlanStep[], indent: string): string[] {
  return steps.flatMap(({ step, steps: inner, failure, isUnknown }) => [
    `${indent}${step}${isUnknown ? " (not of this package: what it does is not known)" : ""}${failure === undefined ? "" : onStdout("red", " (fails)")}`,
    ...describeSteps(inner, `${indent}  `),
  ]);
}

function describePlan({ steps, warnings, result, failure, rules }: Plan): string {
  const lines = [
    ...describeSteps(steps, ""),
    ...warnings.map((warning) => `${onStdout("yellow", "warning:")} ${warning}`),
    ...(rules.length === 0
      ? []
      : [onStdout("bold", "rules:"), ...rules.map(({ table, chain, text }) => `  ${table} ${chain}: ${text}`)]),
    ...(result === undefined
      ? []
      : [onStdout("bold", "result:"), ...describeResult(result).map((line) => `  ${line}`)]),
    ...(failure === undefined ? [] : [`${onStdout("red", "it would fail:")} ${failure.message}`]),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function encodePlan(plan: Plan, version: Parameters<typeof encodeResult>[1]): JsonWritable {
  const { result, failure, rules, steps, warnings } = plan;
  return {
    ...{ steps: steps as unknown as JsonWritable, warnings },
    rules: rules.map(({ table, chain, text }) => ({ table, chain, text })),
    ...(result !== undefined && { result: encodeResult(result, version) }),
    ...(failure !== undefined && {
      failure: { code: failure.cniCode, msg: failure.msg, details: failure.details },
    }),
  };
}

export function definePlan(program: Command, context: CliContext): void {
  const command = program
    .command("plan")
    .description(
      "What an ADD would do, in order, without doing it: its plugins run in a copy of the host's bridges, leases and " +
        "files that is thrown away. Needs the rights of an ADD.",
    )
    .argument("<network>", "name of the network, or a path of its configuration");
  addAttachmentOptions(command).action((network: string, flags: AttachmentFlags) =>
    runAction({ name: "plan", json: flags.json }, async (signal) => {
      const { rehearseAdd } = await import("./plan/rehearse.ts");
      const list = network.includes("/") ? loadNetworkList(network) : findNetwork(network, flags);
      const { ifname, args, capabilityArgs, containerId = "plan" } = flags;
      const options = {
        ...pluginOptions(flags, { ...context, signal }),
        onStderr: undefined,
        execute: undefined,
        self: context.self,
      };
      const plan = await rehearseAdd(list, { ...options, ifname, args, capabilityArgs, containerId, netns: NETNS });
      if (plan.failure !== undefined) process.exitCode = EXIT.failure;
      if (flags.json) return `${formatJson(encodePlan(plan, listVersion(list)), { indent: 2 })}\n`;
      return describePlan(plan);
    }),
  );
}
