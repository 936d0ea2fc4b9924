import { TypedError } from "../../typed-error.ts";
import { quote } from "../go-quote.ts";

/** A `cniVersion` that is no version number. */
export class VersionError extends TypedError {
  readonly code = "ERR_CNI_VERSION";
  readonly version: string;

  constructor(version: string, reason: string) {
    super(reason);
    this.version = version;
  }
}

export type VersionNumbers = readonly [major: number, minor: number, micro: number];

const PART_NAMES = ["major", "minor", "micro"] as const;

function parsePart(version: string, part: string, name: string): number {
  const value = Number(part);
  const refuse = (reason: string) =>
    new VersionError(
      version,
      `failed to convert ${name} version part ${quote(part)}: strconv.Atoi: parsing ${quote(part)}: ${reason}`,
    );
  if (!/^[+-]?\d+$/.test(part)) throw refuse("invalid syntax");
  if (!Number.isSafeInteger(value)) throw refuse("value out of range");
  return value;
}

/**
 * `1.0.0` as numbers; missing parts are 0, and the empty text is 0.1.0. Throws {@link VersionError} with the reference's
 * words (`version.ParseVersion`).
 */
export function parseVersion(version: string): VersionNumbers {
  if (version === "") return [0, 1, 0];
  const parts = version.split(".");
  if (parts.length > PART_NAMES.length) {
    throw new VersionError(version, `invalid version ${quote(version)}: too many parts`);
  }
  const [major = 0, minor = 0, micro = 0] = parts.map((part, index) =>
    parsePart(version, part, PART_NAMES[index] ?? "micro"),
  );
  return [major, minor, micro];
}

/** Negative, 0 or positive as `a` is older than, equal to or newer than `b`. Throws {@link VersionError}. */
export function compareVersions(a: string, b: string): number {
  const left = parseVersion(a);
  const right = parseVersion(b);
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
}
