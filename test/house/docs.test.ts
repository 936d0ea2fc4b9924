import { existsSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import t from "tap";
import { listFiles, root, type SourceFile } from "./sources.ts";

const manifest = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as { scripts: Record<string, string> };

/** What a page names that is not there: links into the project, commands of npm, files of the tree. */
function findUntrue({ path, text }: SourceFile, exists: (path: string) => boolean): readonly string[] {
  const found: string[] = [];
  for (const [, target = ""] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
    const [file = "", heading] = target.split("#");
    if (/^[a-z]+:/.test(file)) continue;
    const linked = file === "" ? path : posix.join(posix.dirname(path), file);
    if (!exists(linked)) found.push(`${path}: no ${target}`);
    else if (heading !== undefined && !headings(linked === path ? text : read(linked)).includes(heading)) {
      found.push(`${path}: no heading ${target}`);
    }
  }
  for (const [command, name = ""] of text.matchAll(/\bnpm run (?:-s )?([a-z][a-z:-]*)/g)) {
    if (!(name in manifest.scripts)) found.push(`${path}: ${command}`);
  }
  for (const [, file = ""] of text.matchAll(/`((?:src|test|scripts|fixtures|bench|examples|docs|\.ci)\/[\w./-]+)`/g)) {
    if (!exists(file)) found.push(`${path}: no ${file}`);
  }
  return found;
}

const read = (path: string): string => readFileSync(`${root}${path}`, "utf8");

/** As they are in links. */
function headings(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

t.test("what the pages name is there", async (t) => {
  const pages = listFiles().filter((path) => path.endsWith(".md"));
  t.ok(pages.includes("README.md") && pages.length > 8, `${pages.length} pages`);
  t.strictSame(
    pages.flatMap((path) => findUntrue({ path, text: read(path) }, (file) => existsSync(`${root}${file}`))),
    [],
  );
});

t.test("what is not there is seen", async (t) => {
  const text = [
    "[a](b.md) [c](https://example.org/x) [d](../README.md) [e](#here) [f](#there) [g](../README.md#two-commands)",
    "npm run build, npm run bulid",
    "`src/main.ts` and `src/mian.ts` and `test/house/`",
    "## Here",
  ].join("\n");
  t.strictSame(
    findUntrue({ path: "docs/x.md", text }, (file) => existsSync(`${root}${file}`) || file === "docs/x.md"),
    ["docs/x.md: no b.md", "docs/x.md: no heading #there", "docs/x.md: npm run bulid", "docs/x.md: no src/mian.ts"],
  );
});
