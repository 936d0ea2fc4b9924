import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { run } from "../harness/run.ts";

/** The project's folder, with a slash at the end. Compiled tests are two folders deeper in build/. */
export const root = fileURLToPath(new URL("../../../", import.meta.url));

/** A file of the project: its path from the root, with forward slashes, and what is in it. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Paths of all files that are tracked, or would be. */
export function listFiles(): readonly string[] {
  const listing = run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"], {
    cwd: root,
  });
  const gone = new Set(run(["git", "ls-files", "-z", "--deleted"], { cwd: root }).split("\0"));
  return listing.split("\0").filter((path) => path !== "" && !gone.has(path));
}

/** The TypeScript files below a folder, generated ones excepted. */
export function readSources(folder: "src/" | "test/"): readonly SourceFile[] {
  return listFiles()
    .filter((path) => path.startsWith(folder) && path.endsWith(".ts") && !path.includes("/gen/"))
    .map((path) => ({ path, text: readFileSync(`${root}${path}`, "utf8") }));
}
