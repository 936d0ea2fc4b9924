import { type Command, InvalidArgumentError } from "commander";
import type { Attachment } from "../cni/config/network-config.ts";
import { gcNetworkList } from "../cni/libcni/gc.ts";
import type { CliContext } from "./cli-context.ts";
import { formatOutcome } from "./format-outcome.ts";
import { networkCommand } from "./network-command.ts";
import type { NetworkFlags } from "./network-options.ts";

interface GcFlags extends NetworkFlags {
  readonly keep?: readonly Attachment[];
}

function parseKept(text: string, before: readonly Attachment[] = []): readonly Attachment[] {
  const [containerId = "", ifname = "", ...rest] = text.split("/");
  if (containerId !== "" && ifname !== "" && rest.length === 0) return [...before, { containerId, ifname }];
  throw new InvalidArgumentError("It is CONTAINERID/IFNAME.");
}

export function defineGc(program: Command, context: CliContext): void {
  const command = program
    .command("gc")
    .description(
      "Clean a network up: DEL for every cached attachment that is not kept, then GC of its plugins. " +
        "Without --keep all of them are deleted.",
    )
    .option("--keep <id/ifname>", "an attachment that is in use; may be given several times", parseKept);
  networkCommand<GcFlags>(command, context, async ({ list, options, flags }) => {
    await gcNetworkList(list, { ...options, validAttachments: flags.keep });
    if (flags.json) return formatOutcome({ network: list.name, status: "cleaned up" });
    return `${list.name}: cleaned up\n`;
  });
}
