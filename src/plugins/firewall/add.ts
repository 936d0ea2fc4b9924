import type { PluginCall } from "../../cni/skel/plugin.ts";
import type { Result } from "../../cni/types/result.ts";
import { requirePrevResult } from "../shared/prev-result.ts";
import { withRollback } from "../shared/rollback.ts";
import { step } from "../shared/step.ts";
import { readAdmission } from "./admission.ts";
import { loadFirewallConfig } from "./config.ts";
import { findFirewalld, trustHosts } from "./firewalld/trust.ts";
import { openPacketFilter, withdrawAll } from "./packet-filter.ts";

/** CNI ADD: lets through what the container's addresses send and are answered, and isolates its bridge where asked for. */
export async function add(call: PluginCall): Promise<Result> {
  const config = loadFirewallConfig(call);
  const result = requirePrevResult(call, "missing prevResult from earlier plugin");
  const admission = readAdmission(config, result);
  if (admission.hosts.length === 0) return result;
  using firewalld = await findFirewalld(call, config);
  return await withRollback({ warn: call.warn, sides: [] }, async (rollback) => {
    if (firewalld !== undefined) await trustHosts(firewalld, { ...admission, zone: config.zone, rollback });
    // firewalld lets through; only rules can isolate.
    if (firewalld === undefined || admission.isolation !== undefined) {
      using open = await openPacketFilter(call, config);
      const { filter } = open;
      await step(`failed to set up ${filter.name} rules`, () =>
        rollback.perform({
          undoing: `delete ${filter.name} rules`,
          run: () => filter.admit({ ...admission, isTrusted: firewalld !== undefined }),
          undo: () => withdrawAll(call, admission.hosts),
        }),
      );
    }
    return result;
  });
}
