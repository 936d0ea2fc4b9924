import type { Stats } from "node:fs";
import { fs } from "../../machine.ts";
import { CNI_ERROR } from "../cni-error.ts";
import { quote } from "../go-quote.ts";
import { isSystemError } from "../system-error.ts";
import { PluginNotStartedError } from "./not-started-error.ts";

/** An executable found on CNI_PATH. */
export interface PluginFile {
  readonly path: string;
  readonly dev: number;
  readonly ino: number;
}

/** The directories of CNI_PATH. An empty one would be the working directory and is left out. */
export function splitPath(cniPath: string): string[] {
  return cniPath.split(":").filter((directory) => directory !== "");
}

/** Whether the error says that no such plugin is installed. */
export class PluginNotFoundError extends PluginNotStartedError {
  constructor(type: string, directories: readonly string[]) {
    super(CNI_ERROR.invalidNetworkConfig, `failed to find plugin ${quote(type)} in path [${directories.join(" ")}]`);
  }
}

/** Whatever is wrong with a path, for a search there is nothing there. */
export function findStats(file: string): Stats | undefined {
  try {
    return fs.statSync(file, { throwIfNoEntry: false });
  } catch (error) {
    if (isSystemError(error)) return undefined;
    throw error;
  }
}

/**
 * The first regular file of the plugin's name in the directories; as in the reference it need not be executable. Throws
 * {@link CniError} 7 for a name that cannot be one and {@link PluginNotFoundError}, 4 when there are no directories.
 */
export function getPluginFile(type: string, directories: readonly string[]): PluginFile {
  if (type === "") throw new PluginNotStartedError(CNI_ERROR.invalidNetworkConfig, "no plugin name provided");
  if (/[/\0]/.test(type))
    throw new PluginNotStartedError(CNI_ERROR.invalidNetworkConfig, `invalid plugin name: ${type}`);
  if (directories.length === 0) throw new PluginNotStartedError(CNI_ERROR.invalidEnvironment, "no paths provided");
  for (const directory of directories) {
    const candidate = `${directory}/${type}`;
    const stats = findStats(candidate);
    if (stats?.isFile()) return { path: candidate, dev: stats.dev, ino: stats.ino };
  }
  throw new PluginNotFoundError(type, directories);
}
