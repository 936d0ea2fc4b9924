import { CniError } from "../../../cni/cni-error.ts";
import { getPluginFile } from "../../../cni/invoke/find-plugin.ts";
import type { Check } from "../check.ts";
import { ipamType } from "../configured-network.ts";
import type { NodeState } from "../node-state.ts";

/** The plugins that the node's networks need, each with the files that name it. */
export function neededPlugins({ config }: Pick<NodeState, "config">): ReadonlyMap<string, readonly string[]> {
  const needed = new Map<string, string[]>();
  for (const { path, list } of config.files) {
    for (const plugin of list?.plugins ?? []) {
      for (const type of [plugin.type, ipamType(plugin)]) {
        if (type !== "") needed.set(type, [...(needed.get(type) ?? []), path]);
      }
    }
  }
  return needed;
}

/** The file of a plugin; undefined where there is none. */
export function findPlugin(type: string, path: readonly string[]): string | undefined {
  try {
    return getPluginFile(type, path).path;
  } catch (error) {
    if (error instanceof CniError) return undefined;
    throw error;
  }
}

export const missingPlugins: Check = {
  name: "missing-plugins",
  why: "every ADD of the network fails",
  look: (node) =>
    [...neededPlugins(node)].flatMap(([type, files]) => {
      if (findPlugin(type, node.folders.path) !== undefined) return [];
      const what = `not in ${node.folders.path.join(":") || "any directory"}; ${files[0]} needs it`;
      const mend = "cni-ts install --to one of these directories, or correct --plugin-path";
      return [{ level: "error", subject: `plugin ${type}`, what, mend }];
    }),
};
