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
  const [name = "", ...others] = names;
  if (others.length > 0) throw repeatedSysctl();
  const keys = isJsonObject(raw[name]) ? Object.keys(raw[name]) : [];
  if (isEachThereOnce(new TextDecoder().decode(bytes), [name, ...keys])) return;
  const { value, repeated } = parseJsonWithRepeats(bytes);
  const sysctl = isJsonObject(value) ? value[name] : undefined;
  const isTwice = isJsonObject(value) && repeated.get(value)?.has(name);
  if (isTwice || (isJsonObject(sysctl) && repeated.has(sysctl))) throw repeatedSysctl();
}

/** Whether each key is spelt out exactly once in the text; false also where an escape may hide one. Spares a slow look. */
function isEachThereOnce(text: string, keys: readonly string[]): boolean {
  if (text.includes("\\")) return false;
  return keys.every((key) => {
    const spelt = `"${key}"`;
    return text.indexOf(spelt) === text.lastIndexOf(spelt);
  });
}
