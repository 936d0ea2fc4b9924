import * as z from "zod/mini";
import { type IpAddress, tryParseIpAddress, unmapIpAddress } from "../../addr/ip-address.ts";
import { type IpPrefix, tryParseIpPrefix, unmapIpPrefix } from "../../addr/ip-prefix.ts";

/** A required `10.1.0.1`; the IPv4-mapped spelling becomes IPv4. */
export const ipAddress = z.pipe(
  z.string(),
  z.transform((text: string, context): IpAddress => {
    const address = tryParseIpAddress(text);
    if (address !== undefined) return unmapIpAddress(address);
    context.issues.push({ code: "custom", message: `invalid IP address: ${text}`, input: text });
    return z.NEVER;
  }),
);

/** A required `10.1.0.5/16`, host bits kept; the IPv4-mapped spelling becomes IPv4. */
export const ipPrefix = z.pipe(
  z.string(),
  z.transform((text: string, context): IpPrefix => {
    const prefix = tryParseIpPrefix(text);
    if (prefix !== undefined) return unmapIpPrefix(prefix);
    context.issues.push({ code: "custom", message: `invalid CIDR address: ${text}`, input: text });
    return z.NEVER;
  }),
);
