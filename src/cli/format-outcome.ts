import { formatJson } from "../cni/json/format-json.ts";
import type { RuntimeConf } from "../cni/libcni/attachment-options.ts";

/** What became of a verb whose plugins print nothing, for `--json`. */
export function formatOutcome(outcome: {
  readonly network: string;
  readonly status: "as added" | "cleaned up" | "deleted" | "ready";
  readonly attachment?: Pick<RuntimeConf, "containerId" | "ifname">;
}): string {
  const { network, status, attachment } = outcome;
  const whose = attachment && { containerId: attachment.containerId, ifname: attachment.ifname };
  return `${formatJson({ network, ...whose, status }, { indent: 2 })}\n`;
}
