import { CNI_ERROR, CniError } from "../cni-error.ts";
import { quote } from "../go-quote.ts";
import { JsonDecodeError } from "../json/json-error.ts";
import { findMemberAs, type JsonObjectNode, readString } from "../json/read-json.ts";
import type { Environment } from "../skel/environment.ts";
import { isLogLevel, LOG_LEVELS, type LogLevel } from "./log-level.ts";

/** What is logged, and where. */
export interface LogSettings {
  readonly level: LogLevel;
  /** Absolute path; undefined is stderr. */
  readonly file: string | undefined;
}

/** Where settings come from: the environment counts before the configuration. */
export interface LogSource {
  readonly env: Environment;
  /** Undefined before it could be read. */
  readonly config: JsonObjectNode | undefined;
  /** For DEL and GC: what is wrong in the configuration is warned of, since it must not keep them from deleting. */
  readonly isLenient: boolean;
  /** One line for people. */
  warn(message: string): void;
}

/** The keys of a configuration. */
export type LogKey = "logLevel" | "logFile";

type LogVariable = "CNI_LOG_LEVEL" | "CNI_LOG_FILE";

/** Why a value cannot be, in words; undefined when it can. */
export function refuseLogValue(name: LogKey | LogVariable, value: string): string | undefined {
  if (name === "CNI_LOG_LEVEL" || name === "logLevel") {
    return isLogLevel(value) ? undefined : `${name} ${quote(value)} is none of ${LOG_LEVELS.join(", ")}`;
  }
  return value.startsWith("/") ? undefined : `${name} ${quote(value)} is no absolute path`;
}

function readVariable(source: LogSource, name: LogVariable): string {
  const value = source.env[name] ?? "";
  const why = value === "" ? undefined : refuseLogValue(name, value);
  if (why === undefined) return value;
  source.warn(`${why}: not used`);
  return "";
}

function readMember({ config }: LogSource, name: LogKey): string {
  const value = (config && findMemberAs(config, name, readString)) ?? "";
  const why = value === "" ? undefined : refuseLogValue(name, value);
  if (why !== undefined) throw new CniError(CNI_ERROR.invalidNetworkConfig, `invalid ${why}`);
  return value;
}

function readKey(source: LogSource, name: LogKey): string {
  try {
    return readMember(source, name);
  } catch (error) {
    const isWrong = error instanceof CniError || error instanceof JsonDecodeError;
    if (!isWrong) throw error;
    if (source.isLenient) {
      source.warn(`${error.message}: not used`);
      return "";
    }
    if (error instanceof CniError) throw error;
    const msg = `failed to load netconf: ${error.message}`;
    throw new CniError(CNI_ERROR.decodingFailure, msg, { details: "", cause: error });
  }
}

/**
 * The settings of a call: `CNI_LOG_LEVEL` and `CNI_LOG_FILE`, then `logLevel` and `logFile` of the configuration. A file
 * alone means the level info, a level alone stderr; undefined, the usual case, no log. A variable that means nothing is
 * warned of. Throws {@link CniError} 6 or 7 for a key that means nothing.
 */
export function findLogSettings(source: LogSource): LogSettings | undefined {
  const ownLevel = readKey(source, "logLevel");
  const ownFile = readKey(source, "logFile");
  const level = readVariable(source, "CNI_LOG_LEVEL") || ownLevel;
  const file = readVariable(source, "CNI_LOG_FILE") || ownFile;
  if (level === "" && file === "") return undefined;
  return { level: isLogLevel(level) ? level : "info", file: file === "" ? undefined : file };
}
