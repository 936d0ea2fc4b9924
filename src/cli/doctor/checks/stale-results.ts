import { describeAttachment } from "../../inventory/attachment.ts";
import type { Check } from "../check.ts";

export const staleResults: Check = {
  name: "stale-results",
  why: "DEL has not been run, or has failed: what the attachment had on the host may still be there",
  look: ({ inventory, folders }) =>
    inventory.attachments
      .filter(({ state, netns }) => state === "gone" && netns !== "")
      .map((attachment) => ({
        level: "error",
        subject: describeAttachment(attachment),
        what: `cached in ${folders.cacheDir}/results, and its namespace ${attachment.netns} is gone`,
        mend: `cni-ts del ${attachment.network} --container-id ${attachment.containerId} --ifname ${attachment.ifname}`,
      })),
};
