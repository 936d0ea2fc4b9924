import type { Command } from "commander";
import { checkNetworkList } from "../cni/libcni/check.ts";
import type { CliContext } from "./cli-context.ts";
import { formatOutcome } from "./format-outcome.ts";
import { attachmentCommand } from "./network-command.ts";

export function defineCheck(program: Command, context: CliContext): void {
  const command = program
    .command("check")
    .description("Check an attachment against the cached result of its ADD: CHECK of the network's plugins.");
  attachmentCommand(command, context, async ({ list, options, flags }) => {
    await checkNetworkList(list, options);
    if (flags.json) return formatOutcome({ network: list.name, attachment: options, status: "as added" });
    return `${list.name}: ${options.ifname} of ${options.containerId} is as it was added\n`;
  });
}
