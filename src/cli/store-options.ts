import type { Command } from "commander";
import { DEFAULT_CACHE_DIR } from "../cni/libcni/attachment-options.ts";
import { DEFAULT_DATA_DIR } from "../ipam/host-local/store-path.ts";

/** Where the state of a node is, for commands that look at it. */
export function addStoreOptions(command: Command): Command {
  return command
    .option("--data-dir <directory>", "where host-local keeps its leases", DEFAULT_DATA_DIR)
    .option("--cache-dir <directory>", "where the runtime keeps results, which tell who is alive", DEFAULT_CACHE_DIR);
}
