import { isAction } from "../../netlink/route/action/action.ts";
import type { ActionClient } from "../../netlink/route/action/action-client.ts";

/** Indices of the links that packets are sent to from elsewhere. */
export async function listMirredTargets(client: ActionClient): Promise<ReadonlySet<number | undefined>> {
  const actions = await client.list("mirred");
  return new Set(actions.map((action) => (isAction(action, "mirred") ? action.options?.parms?.ifindex : undefined)));
}
