import type { IpFamily } from "../../addr/ip-address.ts";
import type { Side } from "./side.ts";
import { step } from "./step.ts";
import { inSysctlsOf, readSysctl, writeSysctl } from "./sysctl.ts";

const KEYS: Readonly<Record<IpFamily, string>> = { 4: "net/ipv4/ip_forward", 6: "net/ipv6/conf/all/forwarding" };

/**
 * Lets the host forward packets of the families. There is no undo, and so this is the last step of an ADD: another
 * container may rely on it a moment later.
 */
export async function enableForwarding({ libc, netns }: Side, families: ReadonlySet<IpFamily>): Promise<void> {
  await step("failed to enable forwarding", () =>
    inSysctlsOf<void>({ libc, netns: netns.fd }, () => {
      for (const family of families) if (readSysctl(KEYS[family]) !== "1") writeSysctl(KEYS[family], "1");
    }),
  );
}
