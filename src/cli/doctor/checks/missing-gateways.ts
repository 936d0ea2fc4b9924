import { describeAttachment } from "../../inventory/attachment.ts";
import type { Check } from "../check.ts";
import { hostAddresses } from "../host-addresses.ts";

export const missingGateways: Check = {
  name: "missing-gateways",
  why: "the container reaches its neighbours on the bridge and nothing else",
  look(node) {
    const own = hostAddresses(node);
    return node.live.flatMap((attachment) => {
      const isGateway = attachment.list?.plugins.some(
        ({ type, raw }) => type === "bridge" && (raw.isGateway === true || raw.isDefaultGateway === true),
      );
      if (isGateway !== true) return [];
      return attachment.gateways
        .filter((gateway) => !own.has(gateway))
        .map((gateway) => ({
          level: "error",
          subject: describeAttachment(attachment),
          what: `its gateway ${gateway} is no address of this host`,
          mend: `add ${gateway} to ${attachment.hostLinks[0] ?? "the bridge"}: the next ADD of the network does`,
        }));
    });
  },
};
