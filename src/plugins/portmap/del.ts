import type { PluginCall } from "../../cni/skel/plugin.ts";
import { attemptAll } from "../shared/attempt-all.ts";
import { step } from "../shared/step.ts";
import { forEachBackend } from "./backend.ts";
import { findMappings } from "./config.ts";
import { forgetConnections } from "./connections.ts";
import { attachmentOf } from "./forwarding.ts";

/**
 * CNI DEL: the attachment's rules of both back-ends, whichever ADD chose, found by what they say of their owner. Goes on
 * to the end whatever fails, and fails then.
 */
export async function del(call: PluginCall): Promise<void> {
  const remove = () =>
    forEachBackend(call.warn, (backend) =>
      step("unable to remove port mappings", () => backend.remove(attachmentOf(call))),
    );
  const forget = () => forgetConnections(call, { mappings: findMappings(call), families: [4, 6] });
  await attemptAll([remove, forget], call.warn);
}
