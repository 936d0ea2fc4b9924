import { describeAttachment } from "../../inventory/attachment.ts";
import { findFarEnd } from "../../inventory/place.ts";
import type { Check } from "../check.ts";

export const missingInterfaces: Check = {
  name: "missing-interfaces",
  why: "the container runs and has no network",
  look: ({ live, inventory: { containers, host } }) =>
    live.flatMap((attachment) => {
      const place = containers.find((each) => each.attachments.includes(attachment));
      // A namespace that could not be read is no evidence.
      if (place === undefined) return [];
      const subject = describeAttachment(attachment);
      const mend = "restart the container";
      const link = place.links.find(({ ifname }) => ifname === attachment.ifname);
      if (link === undefined) {
        return [{ level: "error", subject, what: `no interface ${attachment.ifname} in ${attachment.netns}`, mend }];
      }
      const isPair = attachment.hostLinks.some((name) => name.startsWith("veth"));
      if (!isPair || host.links.some((each) => findFarEnd(each, [place])?.link === link)) return [];
      return [{ level: "error", subject, what: "its end on the host is gone, or is not its other end", mend }];
    }),
};
