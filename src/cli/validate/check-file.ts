import { readFileSync } from "node:fs";
import { JsonSyntaxError } from "../../cni/json/json-error.ts";
import { parseJson } from "../../cni/json/parse-json.ts";
import { readObject } from "../../cni/json/read-json.ts";
import { loadNetworkList } from "../../cni/libcni/network-files.ts";
import { NetworkListError } from "../../cni/libcni/network-list-error.ts";
import { isSystemError, systemErrorReason } from "../../cni/system-error.ts";
import { checkList, checkSingle } from "./check-network.ts";
import { reading } from "./check-shape.ts";
import { error, type Fault, type Report } from "./fault.ts";

async function checkText(report: Report, text: Uint8Array, path: string): Promise<void> {
  const object = reading(report, () => readObject({ path: "", value: parseJson(text) }));
  if (object === undefined) return;
  const isList = path.endsWith(".conflist") || Object.hasOwn(object.value, "plugins");
  await (isList ? checkList(report, object) : checkSingle(report, object));
}

/** What the runtime would say to the file, for what only it knows: the folder of plugins beside a list. */
function checkLoading(report: Report, path: string): void {
  try {
    loadNetworkList(path);
  } catch (refusal) {
    if (!(refusal instanceof NetworkListError)) throw refusal;
    report(error("", refusal.message));
  }
}

/** Everything that is wrong with a configuration file, in the order of the file as far as possible. */
export async function checkFile(path: string): Promise<readonly Fault[]> {
  const faults: Fault[] = [];
  const report: Report = (fault) => faults.push(fault);
  try {
    await checkText(report, readFileSync(path), path);
  } catch (refusal) {
    if (refusal instanceof JsonSyntaxError) {
      const { message, line, column } = refusal;
      return [error("", `no JSON: ${message} at line ${line}, column ${column}`)];
    }
    if (isSystemError(refusal)) return [error("", `cannot be read: ${systemErrorReason(refusal)}`)];
    throw refusal;
  }
  if (!faults.some(({ level }) => level === "error")) checkLoading(report, path);
  return faults;
}
