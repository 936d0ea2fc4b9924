import type { IpFamily } from "../../addr/ip-address.ts";
import { step } from "./step.ts";
import { readSysctl, tryWriteSysctl, writeSysctl } from "./sysctl.ts";

const KEYS: Readonly<Record<IpFamily, string>> = { 4: "net/ipv4/ip_forward", 6: "net/ipv6/conf/all/forwarding" };

/**
 * Lets the host forward packets of the families, or leaves all as it was. Once done it is never undone, and so the last
 * step of an ADD: another container may rely on it a moment later.
 *
 * @param failed the message should it fail
 */
export async function enableForwarding(failed: string, families: ReadonlySet<IpFamily>): Promise<void> {
  await step(failed, () => {
    const written: string[] = [];
    try {
      for (const family of families) {
        const key = KEYS[family];
        if (readSysctl(key) === "1") continue;
        written.push(key);
        writeSysctl(key, "1");
      }
    } catch (error) {
      for (const key of written) tryWriteSysctl(key, "0");
      throw error;
    }
  });
}
