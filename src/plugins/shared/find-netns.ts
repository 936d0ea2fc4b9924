import { type Netns, NetnsError, openNetns } from "../../netlink/socket/netns.ts";

/** Of {@link NetnsError}; undefined stands for a file that is no namespace. */
const GONE: ReadonlySet<string | undefined> = new Set(["ENOENT", "ENOTDIR", undefined]);

/**
 * For DEL: undefined when the runtime gave no namespace, or one that is gone with all that was in it. Unmounted and not
 * removed, the file of a namespace stays as an empty one; so what is no namespace is one that is gone.
 *
 * @throws {NetnsError}
 */
export function findNetns(path: string): Netns | undefined {
  if (path === "") return undefined;
  try {
    return openNetns(path);
  } catch (error) {
    if (error instanceof NetnsError && GONE.has(error.errnoName)) return undefined;
    throw error;
  }
}
