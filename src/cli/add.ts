import type { Command } from "commander";
import { addNetworkList } from "../cni/libcni/add.ts";
import { listVersion } from "../cni/libcni/attachment-options.ts";
import { formatResult } from "../cni/types/encode-result.ts";
import type { CliContext } from "./cli-context.ts";
import { describeResult } from "./describe-result.ts";
import { attachmentCommand } from "./network-command.ts";

export function defineAdd(program: Command, context: CliContext): void {
  const command = program
    .command("add")
    .description("Attach a network namespace to a network: ADD of its plugins. What a failed one has done is undone.");
  attachmentCommand(command, context, async ({ list, options, flags }) => {
    const result = await addNetworkList(list, options);
    if (flags.json) return `${formatResult(result, listVersion(list))}\n`;
    const lines = describeResult(result).map((line) => `  ${line}\n`);
    return `${list.name}: added ${options.ifname} of ${options.containerId}\n${lines.join("")}`;
  });
}
