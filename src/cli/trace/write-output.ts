import { writeFileSync } from "node:fs";

/** Writes a whole file; `-` is standard output. */
export function writeOutput(path: string, bytes: Uint8Array): void {
  writeFileSync(path === "-" ? 1 : path, bytes);
}
