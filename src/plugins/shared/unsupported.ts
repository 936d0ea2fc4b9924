import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import type { PluginCall } from "../../cni/skel/plugin.ts";

/**
 * Refuses options that need firewall rules, which these plugins do not make yet: an ADD without them would look right
 * and not be. A DEL goes on and says what it cannot clean.
 *
 * @param options name of the option → whether the configuration asks for it
 * @throws {CniError} 2, unsupported field
 */
export function refuseUnsupported(call: PluginCall, options: Readonly<Record<string, boolean>>): void {
  const asked = Object.keys(options).filter((name) => options[name]);
  if (asked.length === 0) return;
  const names = asked.join(", ");
  if (call.command === "DEL") call.warn(`${names}: firewall rules of the container are not removed by this version`);
  else throw new CniError(CNI_ERROR.unsupportedField, `${names}: not supported by this version`);
}
