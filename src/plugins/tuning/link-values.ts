import { quote } from "../../cni/go-quote.ts";
import type { Link, LinkInput } from "../../netlink/route/link/link-message.ts";
import { IFF_ALLMULTI, IFF_PROMISC } from "../../netlink/uapi/if.ts";
import type { Rollback } from "../shared/rollback.ts";
import { step } from "../shared/step.ts";
import type { ContainerLink } from "./container-link.ts";

/** What this plugin sets of an interface, in the words of its configuration; what is undefined is left as it is. */
export interface LinkValues {
  /** Hardware address in canonical form. */
  readonly mac?: string | undefined;
  readonly promisc?: boolean | undefined;
  /** Bytes. */
  readonly mtu?: number | undefined;
  readonly allmulti?: boolean | undefined;
  /** Packets. */
  readonly txQLen?: number | undefined;
}

/** The values that a link has, as they would be set. */
function readValues({ address, flags, mtu, txqlen }: Link): LinkValues {
  const promisc = (flags & IFF_PROMISC) !== 0;
  return { mac: address, promisc, mtu, allmulti: hasAllmulti({ flags }), txQLen: txqlen };
}

export function hasAllmulti({ flags }: Pick<Link, "flags">): boolean {
  return (flags & IFF_ALLMULTI) !== 0;
}

/** One value to be set: its name in messages, and the request. */
interface Setting {
  readonly what: string;
  readonly input: LinkInput;
}

/**
 * One request a value, so that an error can say which. The MTU comes last: below 1280 IPv6 leaves the interface with all
 * its addresses, which no undo brings back.
 */
function listSettings({ mac, promisc, mtu, allmulti, txQLen }: LinkValues): readonly Setting[] {
  const settings: Setting[] = [];
  if (mac !== undefined) settings.push({ what: "hardware address", input: { address: mac } });
  if (promisc !== undefined) settings.push({ what: "promiscuous mode", input: flag(IFF_PROMISC, promisc) });
  if (allmulti !== undefined) settings.push({ what: "all-multicast mode", input: flag(IFF_ALLMULTI, allmulti) });
  if (txQLen !== undefined) settings.push({ what: "transmit queue length", input: { txqlen: txQLen } });
  if (mtu !== undefined) settings.push({ what: "MTU", input: { mtu } });
  return settings;
}

function flag(bit: number, on: boolean): LinkInput {
  return { flags: on ? bit : 0, change: bit };
}

/** Sets values of the interface; what fails later puts back those that it had. */
export async function changeLink(found: ContainerLink, wanted: LinkValues, rollback: Rollback): Promise<void> {
  const { ifname = "" } = found.link;
  const before = listSettings(readValues(found.link));
  for (const { what, input } of listSettings(wanted)) {
    const former = before.find((setting) => setting.what === what);
    await step(`failed to set the ${what} of ${quote(ifname)}`, () =>
      rollback.perform({
        undoing: `restore the ${what} of ${quote(ifname)}`,
        run: () => found.set(input),
        undo: () => (former === undefined ? undefined : found.set(former.input)),
      }),
    );
  }
}

/** Sets each value, whatever becomes of the others. @returns what could not be set, in words */
export async function restoreValues(found: ContainerLink, values: LinkValues): Promise<readonly string[]> {
  const failures: string[] = [];
  for (const { what, input } of listSettings(values)) {
    try {
      await found.set(input);
    } catch (error) {
      failures.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return failures;
}
