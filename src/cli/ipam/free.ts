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

/** Frees addresses under the store's lock, so that nobody is given one meanwhile. Returns a line for each, with the reason. */
export async function freeAddresses(options: FreeOptions): Promise<string> {
  const { network, gone, force } = options;
  const directory = storeDirectory({ dataDir: options.dataDir, network });
  const wanted = new Set(options.addresses.map(canonicalAddress));
  if (wanted.size === 0 && !gone) throw new UsageError("which addresses? Name them, or all of --gone");
  if (!existsSync(directory)) throw new CniError(CNI_ERROR.ioFailure, `there is no store ${directory}`);
  const lines: string[] = [];
  const warn = (message: string) => writeAll(2, `${message}\n`);
  release({ directory, libc: await loadLibc(), warn }, (leases) => {
    const attachments = networkAttachments(network, options);
    return leases.filter((lease) => {
      const { state } = findHolder(lease, attachments);
      const isNamed = wanted.delete(lease.address);
      if (!isNamed && !(gone && state === "gone")) return false;
      if (!force) refuseInUse(lease, state);
      lines.push(`freed ${lease.address} of ${describeHolder(lease.content ?? "")}, ${REASONS[state]}\n`);
      return true;
    });
  });
  return [...lines, ...[...wanted].map((address) => `${address} was free already\n`)].join("");
}
