import type { Libc } from "../../netlink/socket/libc.ts";
import { loadLibc } from "../../netlink/socket/load-libc.ts";
import { type Netns, openNetns, openOwnNetns } from "../../netlink/socket/netns.ts";
import { findNetns } from "./find-netns.ts";
import { PluginClient } from "./plugin-client.ts";

/** A namespace, and what it takes to work there. */
export interface Namespace {
  readonly libc: Libc;
  readonly netns: Netns;
}

/** One side of an attachment, the host or the container: its namespace, and a client that works there. */
export class Side implements Namespace, Disposable {
  readonly libc: Libc;
  readonly netns: Netns;
  #client: PluginClient;

  /** The side owns what it is given. */
  constructor({ libc, netns, client }: { libc: Libc; netns: Netns; client: PluginClient }) {
    this.libc = libc;
    this.netns = netns;
    this.#client = client;
  }

  get client(): PluginClient {
    return this.#client;
  }

  /** Goes on with a new socket, if there is one to be had. */
  async renew(): Promise<void> {
    try {
      const client = new PluginClient(this.libc, this.netns.fd);
      this.#client[Symbol.dispose]();
      this.#client = client;
    } catch {}
  }

  [Symbol.dispose](): void {
    this.#client[Symbol.dispose]();
    this.netns[Symbol.dispose]();
  }
}

/** The namespace that the runtime runs plugins in. */
export async function openHost(): Promise<Side> {
  return openSide(openOwnNetns());
}

/**
 * @param path CNI_NETNS
 * @throws {NetnsError}
 */
export async function openContainer(path: string): Promise<Side> {
  return openSide(openNetns(path));
}

/** For DEL, as {@link findNetns}. */
export async function findContainer(path: string): Promise<Side | undefined> {
  const netns = findNetns(path);
  return netns && openSide(netns);
}

async function openSide(netns: Netns): Promise<Side> {
  try {
    const libc = await loadLibc();
    return new Side({ libc, netns, client: new PluginClient(libc, netns.fd) });
  } catch (error) {
    netns[Symbol.dispose]();
    throw error;
  }
}
