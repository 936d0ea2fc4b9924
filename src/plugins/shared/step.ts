import { CniError } from "../../cni/cni-error.ts";
import { findObserver } from "../../cni/log/observer.ts";
import { toCniError } from "../../cni/skel/map-error.ts";
import { isSystemError, systemErrorReason } from "../../cni/system-error.ts";
import { isNetlinkError } from "../../netlink/socket/netlink-error.ts";
import { errnoText } from "../../netlink/uapi/errno.ts";

/**
 * Runs one step of a verb. What it throws gets a message that names the step, its object and the reason in a few words,
 * as the reference puts it (`failed to add IP addr 10.1.0.5/16 to "eth0": file exists`); all that is known of the reason,
 * the kernel's own words among it, is in the details.
 *
 * @param failed the message should it fail: `failed to create bridge "cni0"`
 */
export function step<T>(failed: string, action: () => Promise<T> | T): Promise<T> {
  const observer = findObserver();
  if (observer === undefined) return attempt(failed, action);
  return observer.step(failed.replace(FAILURE_WORDS, ""), () => attempt(failed, action));
}

/** What is left without them says what the step does. */
const FAILURE_WORDS = /^(failed to|unable to|could not) (.*: could not )?/;

async function attempt<T>(failed: string, action: () => Promise<T> | T): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    const { cniCode, msg, details } = toCniError(cause);
    const reason = findReason(cause);
    if (reason === undefined) throw new CniError(cniCode, `${failed}: ${msg}`, { details, cause });
    throw new CniError(cniCode, `${failed}: ${reason}`, { cause });
  }
}

/** The C library's words for the errno behind an error; undefined where there is none. */
function findReason(error: unknown): string | undefined {
  if (isNetlinkError(error)) return errnoText(error.errno);
  return isSystemError(error) ? systemErrorReason(error) : undefined;
}
