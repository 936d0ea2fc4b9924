import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import { toCniError } from "../../cni/skel/map-error.ts";

/**
 * Runs one step of a verb. What it throws becomes the details behind a message that names the step and its object, and
 * gives the error its CNI code.
 *
 * @param failed the message should it fail: `failed to create bridge "cni0"`
 */
export async function step<T>(failed: string, action: () => Promise<T> | T): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    const { cniCode, msg, details } = toCniError(cause);
    if (cniCode === CNI_ERROR.internal) throw new CniError(cniCode, failed, { cause });
    throw new CniError(cniCode, `${failed}: ${msg}`, { details, cause });
  }
}
