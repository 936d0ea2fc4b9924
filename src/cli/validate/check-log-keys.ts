import { findMember, type JsonObjectNode, readString } from "../../cni/json/read-json.ts";
import { type LogKey, refuseLogValue } from "../../cni/log/log-settings.ts";
import { reading } from "./check-shape.ts";
import { error, type Report } from "./fault.ts";

/** Those of a list and of its plugins. */
export const LOG_KEYS = ["logLevel", "logFile"] as const satisfies LogKey[];

/** Reports values of the log's keys that cannot be. */
export function checkLogKeys(report: Report, object: JsonObjectNode): void {
  for (const key of LOG_KEYS) {
    const member = findMember(object, key);
    const text = (member && reading(report, () => readString(member))) ?? "";
    const why = text === "" ? undefined : refuseLogValue(key, text);
    if (member !== undefined && why !== undefined) report(error(member.path, why));
  }
}
