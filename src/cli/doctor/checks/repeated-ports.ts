import { describeAttachment } from "../../inventory/attachment.ts";
import type { Check } from "../check.ts";

export const repeatedPorts: Check = {
  name: "repeated-ports",
  why: "the rule that comes first has all packets; the other container is not reached",
  look({ live }) {
    const ports = live.flatMap((attachment) =>
      attachment.portMappings.map((mapping) => ({ mapping, owner: describeAttachment(attachment) })),
    );
    return ports.flatMap(({ mapping, owner }, at) =>
      ports
        .slice(at + 1)
        .filter((other) => other.owner !== owner)
        .filter(({ mapping: { hostPort, protocol } }) => hostPort === mapping.hostPort && protocol === mapping.protocol)
        .filter((other) => [other.mapping.hostIP, ""].includes(mapping.hostIP) || other.mapping.hostIP === "")
        .map((other) => ({
          level: "error",
          subject: `host port ${mapping.hostPort}/${mapping.protocol}`,
          what: `mapped to ${owner} and to ${other.owner}`,
          mend: "give one of them another port, or each an address of the host",
        })),
    );
  },
};
