import { requireSuccess } from "../invoke/plugin-output.ts";
import { compareVersions } from "../version/parse-version.ts";
import { listVersion, type PluginOptions } from "./attachment-options.ts";
import { callPlugin } from "./call-plugin.ts";
import { logged } from "./logged.ts";
import type { NetworkList } from "./network-list.ts";
import { formatRequest } from "./request.ts";

/**
 * Whether the network is ready for an ADD: STATUS of every plugin in order, up to the first that is not. Before CNI
 * 1.1.0 nobody is asked. Throws {@link CniError}, a plugin's own as it is: 50 and 51 say that it is not ready.
 */
export async function getStatusNetworkList(list: NetworkList, options: PluginOptions): Promise<void> {
  await logged({ verb: "STATUS", list, options }, (own) => askEach(list, own));
}

async function askEach(list: NetworkList, options: PluginOptions): Promise<void> {
  const version = listVersion(list);
  if (compareVersions(version, "1.1.0") < 0) return;
  for (const plugin of list.plugins) {
    const stdin = formatRequest(plugin, { name: list.name, version });
    requireSuccess(await callPlugin({ command: "STATUS", type: plugin.type, stdin, options }));
  }
}
