import type { CallLog, LogContext } from "./call-log.ts";
import { findLogSettings, type LogSource } from "./log-settings.ts";

export interface LogRequest extends LogSource {
  /** Asked only when there is a log. */
  readonly context: () => LogContext;
  readonly writeStderr: (text: string) => void;
}

/** The log of a call; undefined, without a module loaded, when there is to be none. Throws as {@link findLogSettings}. */
export async function openLog(request: LogRequest): Promise<CallLog | undefined> {
  const settings = findLogSettings(request);
  if (settings === undefined) return undefined;
  const { CallLog } = await import("./call-log.ts");
  return new CallLog(settings, request.context(), request.writeStderr);
}
