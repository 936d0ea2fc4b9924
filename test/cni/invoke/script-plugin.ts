import * as fs from "node:fs";
import { join } from "node:path";

/** Writes a plugin that is a shell script, and returns its path. `$0.calls` collects what it was called with. */
export function writeScript(directory: string, type: string, body: string): string {
  const path = join(directory, type);
  const record = 'cat > "$0.stdin"; env | grep "^CNI_\\|^EXTRA" | sort > "$0.env"; echo "$CNI_COMMAND" >> "$0.calls"';
  fs.writeFileSync(path, `#!/bin/sh\n${record}\n${body}\n`, { mode: 0o755 });
  return path;
}

/** The text of a file beside the script, empty when it was not called. */
export function recorded(path: string, what: "stdin" | "env" | "calls"): string {
  try {
    return fs.readFileSync(`${path}.${what}`, "utf8");
  } catch {
    return "";
  }
}
