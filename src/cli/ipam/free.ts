import { existsSync } from "node:fs";
import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import { writeAll } from "../../cni/skel/stdio.ts";
import { describeHolder, type Lease } from "../../ipam/host-local/lease.ts";
import { release } from "../../ipam/host-local/release.ts";
import { storeDirectory } from "../../ipam/host-local/store-path.ts";
import { loadLibc } from "../../netlink/socket/load-libc.ts";
import { UsageError } from "../usage-error.ts";
import { canonicalAddress } from "./canonical-address.ts";
import { findHolder, type HolderState, networkAttachments, type StoreOptions } from "./held-address.ts";

export interface FreeOptions extends StoreOptions {
  readonly network: string;
  /** As the user wrote them. */
  readonly addresses: readonly string[];
  /** All whose holder is gone. */
  readonly gone: boolean;
  /** Also what is, or may be, in use. */
  readonly force: boolean;
}

const REASONS: Readonly<Record<HolderState, string>> = {
  alive: "although its namespace is there",
  gone: "whose namespace is gone",
  unknown: "which no runtime has kept",
  damaged: "whose lease is damaged",
};

function refuseInUse(lease: Lease, state: HolderState): void {
  if (state !== "alive") return;
  const holder = describeHolder(lease.content ?? "");
  const msg = `${lease.address} is in use by ${holder}: detach it, or free it with --force`;
  throw new CniError(CNI_ERROR.internal, msg);
}

/** What became of an address. */
export interface FreedAddress {
  readonly address: string;
  /** Who had it; empty where it was free already. */
  readonly holder: string;
  /** Of the holder. */
  readonly state: HolderState | "free";
  /** In words, why it could be freed. */
  readonly because: string;
}

/** `freed 10.1.0.3 of container 1f2e6a, interface eth0, whose namespace is gone: node was reset` */
export function formatFreed({ address, holder, state, because }: FreedAddress, reason = ""): string {
  if (state === "free") return `${address} was free already\n`;
  return `freed ${address} of ${holder}, ${because}${reason === "" ? "" : `: ${reason}`}\n`;
}

/** Frees addresses under the store's lock, so that nobody is given one meanwhile. */
export async function freeAddresses(options: FreeOptions): Promise<readonly FreedAddress[]> {
  const { network, gone, force } = options;
  const directory = storeDirectory({ dataDir: options.dataDir, network });
  const wanted = new Set(options.addresses.map(canonicalAddress));
  if (wanted.size === 0 && !gone) throw new UsageError("which addresses? Name them, or all of --gone");
  if (!existsSync(directory)) throw new CniError(CNI_ERROR.ioFailure, `there is no store ${directory}`);
  const freed: FreedAddress[] = [];
  const warn = (message: string) => writeAll(2, `${message}\n`);
  release({ directory, libc: await loadLibc(), warn }, (leases) => {
    const attachments = networkAttachments(network, options);
    return leases.filter((lease) => {
      const { state } = findHolder(lease, attachments);
      const isNamed = wanted.delete(lease.address);
      if (!isNamed && !(gone && state === "gone")) return false;
      if (!force) refuseInUse(lease, state);
      const holder = describeHolder(lease.content ?? "");
      freed.push({ address: lease.address, holder, state, because: REASONS[state] });
      return true;
    });
  });
  const others = [...wanted].map((address) => ({ address, holder: "", state: "free", because: "" }) as const);
  return [...freed, ...others];
}
