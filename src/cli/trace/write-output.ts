import { writeFileSync } from "node:fs";
import { writeAll } from "../../cni/skel/stdio.ts";

/** Writes a whole file; `-` is standard output. */
export function writeOutput(path: string, bytes: Uint8Array): void {
  if (path === "-") writeAll(1, bytes);
  else writeFileSync(path, bytes);
}
