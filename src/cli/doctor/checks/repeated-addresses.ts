import { describeAttachment } from "../../inventory/attachment.ts";
import { bareAddress } from "../../inventory/bare-address.ts";
import type { Check } from "../check.ts";
import { hostAddresses } from "../host-addresses.ts";

export const repeatedAddresses: Check = {
  name: "repeated-addresses",
  why: "packets for one of them reach the other",
  look(node) {
    const { live } = node;
    const own = hostAddresses(node);
    const holders = live.flatMap((one) =>
      one.addresses.map((address) => ({ address: bareAddress(address), one: describeAttachment(one) })),
    );
    const amongContainers = holders.flatMap(({ address, one }, at) =>
      holders
        .slice(at + 1)
        .filter((other) => other.address === address && other.one !== one)
        .map((other) => ({ address, what: `${one} and ${other.one} have it` })),
    );
    const onHost = holders
      .filter(({ address }) => own.has(address))
      .map(({ address, one }) => ({ address, what: `${one} and this host have it` }));
    return [...amongContainers, ...onHost].map(({ address, what }) => ({
      level: "error",
      subject: address,
      what,
      mend: "take it from one of them; for networks that share a subnet, give each its own range",
    }));
  },
};
