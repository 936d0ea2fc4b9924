import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import { isSystemError } from "../../cni/system-error.ts";
import { fs } from "../../machine.ts";
import { step } from "../shared/step.ts";

/** Where an administrator says which sysctls configurations may set. */
export const ALLOWLIST_FILE = "/etc/cni/tuning/allowlist.conf";

/**
 * Refuses sysctls, by their names as they were written, that no line of the allowlist matches. Without the file all are
 * allowed, with an empty one none. A line is a regular expression as of Go (RE2), which may match anywhere in the name.
 *
 * @throws {CniError} 7 for a name that is not allowed, 6 for a line that is no expression, 5 where the file cannot be read
 */
export async function refuseUnlisted(names: readonly string[], file = ALLOWLIST_FILE): Promise<void> {
  const patterns = await step(`failed to read ${file}`, () => readPatterns(file));
  if (patterns === undefined) return;
  for (const name of names) {
    if (await matchesAny(patterns, name, file)) continue;
    const only = `Only the following sysctls are allowed: [${patterns.join(" ")}]`;
    throw new CniError(CNI_ERROR.invalidNetworkConfig, `Sysctl ${name} is not allowed. ${only}`);
  }
}

/** The lines that are not empty; undefined without a file. */
function readPatterns(file: string): readonly string[] | undefined {
  try {
    const lines = fs.readFileSync(file, "utf8").split("\n");
    return lines.map((line) => line.trim()).filter((line) => line !== "");
  } catch (error) {
    if (isSystemError(error) && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** In their order: the reference does not look at lines behind one that matches. */
async function matchesAny(patterns: readonly string[], name: string, file: string): Promise<boolean> {
  for (const pattern of patterns) {
    try {
      if (await matches(pattern, name)) return true;
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new CniError(CNI_ERROR.decodingFailure, `${file}: ${reason}`, { details: pattern, cause });
    }
  }
  return false;
}

/**
 * Pieces of one character, any one, or one of a class, and how often. Of these RegExp makes what RE2 makes, and with two
 * at most that repeat, its backtracking stays short.
 */
const PLAIN_PATTERN = /^\^?(?:(?:[\w/ .-]|\\[./-]|\[(?:\w(?:-\w)?|[/.])+\])[*+?]?)*\$?$/;
const MAX_REPEATS = 2;
const PLAIN_NAME = /^[ -~]{1,256}$/;

/** The pattern for RegExp, where that does as RE2 does with the name. */
function toRegExp(pattern: string, name: string): RegExp | undefined {
  if (!PLAIN_PATTERN.test(pattern) || !PLAIN_NAME.test(name)) return undefined;
  if ((pattern.match(/[*+?]/g)?.length ?? 0) > MAX_REPEATS) return undefined;
  try {
    return new RegExp(pattern);
  } catch {
    return undefined;
  }
}

async function matches(pattern: string, name: string): Promise<boolean> {
  const plain = toRegExp(pattern, name);
  if (plain !== undefined) return plain.test(name);
  // Everything else is RE2's business: RegExp has other syntax and meanings, and may take for ever.
  const { RE2JS } = await import("re2js");
  return RE2JS.compile(pattern).matcher(name).find();
}
