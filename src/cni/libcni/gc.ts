import { CniError } from "../cni-error.ts";
import type { Attachment } from "../config/network-config.ts";
import { requireSuccess } from "../invoke/plugin-output.ts";
import type { JsonWritable } from "../json/format-json.ts";
import { compareVersions } from "../version/parse-version.ts";
import { listVersion, type PluginOptions } from "./attachment-options.ts";
import { type CachedAttachment, listCachedAttachments } from "./cached-attachments.ts";
import { callPlugin } from "./call-plugin.ts";
import { delNetworkList } from "./del.ts";
import { logged } from "./logged.ts";
import type { NetworkList } from "./network-list.ts";
import { formatRequest } from "./request.ts";

export interface GcOptions extends PluginOptions {
  /**
   * The attachments that are in use. An empty list says that none is. Undefined takes all cached ones for stale and sends
   * the plugins no list, as `cnitool gc` does: those of this package then collect nothing.
   */
  readonly validAttachments: readonly Attachment[] | undefined;
}

function findStale(list: NetworkList, options: GcOptions): CachedAttachment[] {
  const key = ({ containerId, ifname }: Attachment) => `${containerId}\0${ifname}`;
  const valid = new Set(options.validAttachments?.map(key));
  const cached = listCachedAttachments({ cacheDir: options.cacheDir });
  return cached.filter((one) => one.network === list.name && !valid.has(key(one)));
}

/** Runs a step of the collection; what fails is noted and does not keep the others from being collected. */
async function attempt(failures: CniError[], what: string, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof CniError)) throw error;
    failures.push(new CniError(error.cniCode, `failed to ${what}: ${error.message}`, { details: "", cause: error }));
  }
}

/** The list goes under both names, because an early SPEC text had the second. */
function encodeValid({ validAttachments }: GcOptions): Record<string, JsonWritable> {
  if (validAttachments === undefined) return {};
  const attachments = validAttachments.map(({ containerId, ifname }) => ({ containerID: containerId, ifname }));
  return { "cni.dev/valid-attachments": attachments, "cni.dev/attachments": attachments };
}

/**
 * Cleans a network up: DEL for every cached attachment that is not valid, with the namespace and the arguments of its
 * ADD, then, from CNI 1.1.0 on, GC of every plugin. Goes on to the end. Does nothing with `disableGC`. Throws one
 * {@link CniError} with a line for each failure and the code of the first.
 */
export async function gcNetworkList(list: NetworkList, options: GcOptions): Promise<void> {
  await logged({ verb: "GC", list, options }, (own) => collect(list, own));
}

async function collect(list: NetworkList, options: GcOptions): Promise<void> {
  const version = listVersion(list);
  if (list.disableGC) return;
  const failures: CniError[] = [];
  for (const stale of findStale(list, options)) {
    const { containerId, netns, ifname, args, capabilityArgs } = stale;
    const attachment = { ...options, containerId, netns, ifname, args, capabilityArgs };
    await attempt(failures, `delete stale attachment ${containerId} ${ifname}`, () => delNetworkList(list, attachment));
  }
  if (compareVersions(version, "1.1.0") >= 0) {
    for (const plugin of list.plugins) {
      const stdin = formatRequest(plugin, { name: list.name, version, extra: encodeValid(options) });
      await attempt(failures, `GC plugin ${plugin.type}`, async () =>
        requireSuccess(await callPlugin({ command: "GC", type: plugin.type, stdin, options })),
      );
    }
  }
  const [first] = failures;
  if (first === undefined) return;
  const msg = failures.map((failure) => failure.msg).join("\n");
  throw new CniError(first.cniCode, msg, { details: "", cause: first });
}
