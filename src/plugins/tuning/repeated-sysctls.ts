import type { NetworkConfig } from "../../cni/config/network-config.ts";
import { isSameKey } from "../../cni/json/fold-key.ts";
import { isJsonObject } from "../../cni/json/json-value.ts";
import { parseJsonWithRepeats } from "../../cni/json/parse-json.ts";
import { repeatedSysctl } from "./sysctl-keys.ts";

/**
 * Refuses a configuration that names a sysctl twice: which of the values counts is anybody's guess. Two `sysctl` objects
 * are refused too; the reference would merge them.
 *
 * @throws {CniError} 7
 */
export function refuseRepeatedSysctls({ bytes, raw }: Pick<NetworkConfig, "bytes" | "raw">): void {
  const names = Object.keys(raw).filter((key) => isSameKey(key, "sysctl"));
  if (names.length === 0) return;
  const keys = names.flatMap((name) => Object.keys(isJsonObject(raw[name]) ? raw[name] : {}));
  if (names.length === 1 && isEachThereOnce(new TextDecoder().decode(bytes), [...names, ...keys])) return;
  const { value, repeated } = parseJsonWithRepeats(bytes);
  if (!isJsonObject(value)) return;
  const isRepeated = [...(repeated.get(value) ?? [])].some((key) => isSameKey(key, "sysctl"));
  if (names.length > 1 || isRepeated || names.some((name) => repeated.has(Object(value[name])))) {
    throw repeatedSysctl();
  }
}

/** Whether each key is spelt out exactly once in the text; false also where an escape may hide one. Spares a slow look. */
function isEachThereOnce(text: string, keys: readonly string[]): boolean {
  if (text.includes("\\")) return false;
  return keys.every((key) => {
    const spelt = `"${key}"`;
    return text.indexOf(spelt) === text.lastIndexOf(spelt);
  });
}
