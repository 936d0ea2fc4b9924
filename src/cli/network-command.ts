import type { Command } from "commander";
import type { AttachmentOptions, PluginOptions } from "../cni/libcni/attachment-options.ts";
import type { NetworkList } from "../cni/libcni/network-list.ts";
import type { CliContext } from "./cli-context.ts";
import {
  type AttachmentFlags,
  addAttachmentOptions,
  addNetworkOptions,
  findAttachment,
  findNetwork,
  type NetworkFlags,
  pluginOptions,
} from "./network-options.ts";
import { runAction } from "./run-action.ts";

/** What a command about a network works on; `O` is what libcni is given. */
export interface NetworkCall<O extends PluginOptions, F extends NetworkFlags> {
  readonly list: NetworkList;
  readonly options: O;
  readonly flags: F;
}

/** Returns the text to print. */
type Run<O extends PluginOptions, F extends NetworkFlags> = (call: NetworkCall<O, F>) => Promise<string>;

const NETWORK_ARGUMENT = ["<network>", "name of the network"] as const;

/** Completes a command about a network and none of its attachments. */
export function networkCommand<F extends NetworkFlags>(
  command: Command,
  context: CliContext,
  run: Run<PluginOptions, F>,
) {
  command
    .argument(...NETWORK_ARGUMENT)
    .argument("[netns]", "not used; there for scripts that were written for cnitool");
  addNetworkOptions(command).action((network: string, _netns: string | undefined, flags: F) =>
    runAction({ name: command.name(), json: flags.json }, (signal) =>
      run({ list: findNetwork(network, flags), options: pluginOptions(flags, { ...context, signal }), flags }),
    ),
  );
}

/** Completes a command about an attachment. */
export function attachmentCommand(command: Command, context: CliContext, run: Run<AttachmentOptions, AttachmentFlags>) {
  command
    .argument(...NETWORK_ARGUMENT)
    .argument(command.name() === "add" ? "<netns>" : "[netns]", "path of the namespace, or its name in `ip netns`");
  addAttachmentOptions(command).action((network: string, netns: string | undefined, flags: AttachmentFlags) =>
    runAction({ name: command.name(), json: flags.json }, async (signal) => {
      const list = findNetwork(network, flags);
      const attachment = await findAttachment(flags, { network, netns });
      return run({ list, options: { ...pluginOptions(flags, { ...context, signal }), ...attachment }, flags });
    }),
  );
}
