import * as fs from "node:fs";
import * as z from "zod/mini";
import {
  CNI_VERSIONS,
  type CniPlugin,
  EMPTY_RESULT,
  type PluginCall,
  parseConfig,
  runPlugin,
} from "../../src/cni/skel/index.ts";

const schema = z.object({ cniOutput: z.optional(z.string()) });

/** Appends one line of JSON about the call to the file named in `cniOutput`. */
function record(call: PluginCall): void {
  const { cniOutput } = parseConfig(schema, call.config);
  if (cniOutput === undefined || cniOutput === "") return;
  const { command, containerId, netns, ifname, args, path } = call;
  const stdin = Buffer.from(call.config.bytes).toString("utf8");
  fs.appendFileSync(cniOutput, `${JSON.stringify({ command, containerId, netns, ifname, args, path, stdin })}\n`);
}

const debugPlugin: CniPlugin = {
  type: "debug",
  versions: CNI_VERSIONS,
  needsNetns: false,
  async add(call) {
    record(call);
    return call.config.prevResult ?? EMPTY_RESULT;
  },
  async del(call) {
    record(call);
  },
  async check(call) {
    record(call);
  },
  async gc(call) {
    record(call);
  },
  async status(call) {
    record(call);
  },
};

void runPlugin(debugPlugin);
