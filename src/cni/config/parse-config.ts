// Types only: what zod costs is paid by the plugin that has a schema.
import type * as z from "zod/mini";
import { CNI_ERROR, CniError } from "../cni-error.ts";
import {
  describeJsonValue,
  elementPath,
  isJsonArray,
  isJsonObject,
  type JsonValue,
  memberPath,
} from "../json/json-value.ts";
import { canonicalKeys } from "./canonical-keys.ts";
import type { NetworkConfig } from "./network-config.ts";

type Issue = z.core.$ZodIssue;

function formatPath(path: readonly PropertyKey[]): string {
  let text = "";
  for (const part of path) text = typeof part === "number" ? elementPath(text, part) : memberPath(text, String(part));
  return text;
}

function findValue(root: JsonValue, path: readonly PropertyKey[]): JsonValue | undefined {
  let value: JsonValue | undefined = root;
  for (const part of path) {
    if (value === undefined) return undefined;
    if (typeof part === "number") value = isJsonArray(value) ? value[part] : undefined;
    else value = isJsonObject(value) ? value[String(part)] : undefined;
  }
  return value;
}

const TYPE_NAMES: Readonly<Record<string, string>> = { int: "integer", record: "object" };

/** The bound of a number, or of the length of a text or list. */
function formatBound(issue: { origin: string }, word: string, bound: { value: unknown; inclusive: boolean }): string {
  const counted = issue.origin === "string" || issue.origin === "array";
  const strictly = bound.inclusive ? "" : word === "least" ? "more than " : "less than ";
  const limit = strictly === "" ? `at ${word} ${String(bound.value)}` : `${strictly}${String(bound.value)}`;
  return counted ? `expected ${issue.origin} of length ${limit}` : `must be ${limit}`;
}

/** What the schema allows at the place of the issue. */
function formatAllowed(issue: Issue, found: JsonValue | undefined): string {
  switch (issue.code) {
    case "invalid_type":
      if (typeof found === "bigint") return "expected integer within ±2^53";
      return `expected ${TYPE_NAMES[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return `must be ${issue.values.length > 1 ? "one of " : ""}${issue.values.map((value) => JSON.stringify(value)).join(", ")}`;
    case "too_small":
      return formatBound(issue, "least", { value: issue.minimum, inclusive: issue.inclusive !== false });
    case "too_big":
      if (typeof found === "number" && !Number.isSafeInteger(found)) return "expected integer within ±2^53";
      return formatBound(issue, "most", { value: issue.maximum, inclusive: issue.inclusive !== false });
    case "invalid_format":
      return `must be ${issue.format === "regex" ? `like ${issue.pattern ?? "the pattern"}` : issue.format}`;
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    case "unrecognized_keys":
      return `unknown keys ${issue.keys.join(", ")}`;
    default:
      return issue.message;
  }
}

function formatIssue(issue: Issue, root: JsonValue): string {
  const path = formatPath(issue.path);
  const prefix = path === "" ? "" : `${path}: `;
  if (issue.code === "custom") return prefix + issue.message;
  const found = findValue(root, issue.path);
  const shown = found === undefined ? "nothing" : describeJsonValue(found);
  return `${prefix}${formatAllowed(issue, found)}, got ${shown}`;
}

/** A value of another JSON type cannot be decoded (6); a missing one, or one out of its bounds, is invalid (7). */
function errorCode(issue: Issue, root: JsonValue): number {
  const isTypeError = issue.code === "invalid_type" && findValue(root, issue.path) !== undefined;
  return isTypeError ? CNI_ERROR.decodingFailure : CNI_ERROR.invalidNetworkConfig;
}

/**
 * A plugin's configuration as its schema types it. Keys match in any case, null is as good as absent, keys the schema does
 * not name are ignored: as in the reference.
 * Throws {@link CniError} 6 or 7 with the place, the value found and what is allowed (`ipam.ranges[0][1].subnet: expected
 * string, got number 5`); further complaints are its `details`. A message a schema gives in `z.refine` or a transform is
 * used as it is.
 */
export function parseConfig<S extends z.ZodMiniType>(schema: S, config: Pick<NetworkConfig, "raw">): z.output<S> {
  const value = canonicalKeys(schema, config.raw);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [first, ...others] = parsed.error.issues;
  if (first === undefined) throw new CniError(CNI_ERROR.invalidNetworkConfig, "invalid network config");
  throw new CniError(errorCode(first, value), formatIssue(first, value), {
    details: others.map((issue) => formatIssue(issue, value)).join("; "),
  });
}
