import type { Step } from "../case.ts";
import type { JsonObject } from "../json.ts";

/** The calls of a chained plugin's attachment, as far as the version of the result before has them. */
export function chainedLife(prevResult: JsonObject, change: Partial<Step> = {}): readonly Step[] {
  const version = String(prevResult.cniVersion);
  const steps: Step[] = [{ verb: "ADD", prevResult }];
  if (!/^0\.[0-3]/.test(version)) steps.push({ verb: "CHECK" });
  if (version === "1.1.0") steps.push({ verb: "STATUS" });
  steps.push({ verb: "DEL" }, { verb: "DEL", label: "DEL again" });
  return steps.map((step) => ({ ...step, ...change }));
}
