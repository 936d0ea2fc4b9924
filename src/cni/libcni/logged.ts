import { openLog } from "../log/open-log.ts";
import type { Environment } from "../skel/environment.ts";
import type { AttachmentOptions, PluginOptions } from "./attachment-options.ts";
import type { NetworkList } from "./network-list.ts";

/** The list's own settings stand where the environment has none; so they reach its plugins too. */
function withSettings(env: Environment, { logLevel = "", logFile = "" }: NetworkList): Environment {
  if (logLevel === "" && logFile === "") return env;
  return { ...env, CNI_LOG_LEVEL: env.CNI_LOG_LEVEL || logLevel, CNI_LOG_FILE: env.CNI_LOG_FILE || logFile };
}

/** Runs an operation, with a log of it where there is to be one. Its lines have no `plugin`. */
export async function logged<O extends PluginOptions & Partial<AttachmentOptions>, T>(
  { verb, list, options }: { readonly verb: string; readonly list: NetworkList; readonly options: O },
  run: (options: O) => Promise<T>,
): Promise<T> {
  const env = withSettings(options.env, list);
  const writeStderr = (text: string) => options.onStderr?.(text);
  const { containerId: container = "", ifname = "" } = options;
  const log = await openLog({
    ...{ env, writeStderr, config: undefined, isLenient: true },
    context: () => ({ container, ifname, network: list.name, plugin: "", verb }),
    warn: (message) => writeStderr(`${message}\n`),
  });
  if (log === undefined) return run(options);
  try {
    const value = await log.observe(() => run({ ...options, env }));
    log.done();
    return value;
  } catch (error) {
    log.failed(error);
    throw error;
  } finally {
    log.close();
  }
}
