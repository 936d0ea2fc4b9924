import type { IpFamily } from "../../addr/ip-address.ts";
import { step } from "./step.ts";
import { readSysctl, writeSysctl } from "./sysctl.ts";

const KEYS: Readonly<Record<IpFamily, string>> = { 4: "net/ipv4/ip_forward", 6: "net/ipv6/conf/all/forwarding" };

/**
 * Lets the host forward packets of the families. It is never undone, and so the last step of an ADD: another container
 * may rely on it a moment later.
 *
 * @param failed the message should it fail
 */
export async function enableForwarding(failed: string, families: ReadonlySet<IpFamily>): Promise<void> {
  await step(failed, () => {
    // All are read before the first is written: a missing one fails while everything is as it was.
    const off = [...families].filter((family) => readSysctl(KEYS[family]) !== "1");
    for (const family of off) writeSysctl(KEYS[family], "1");
  });
}
