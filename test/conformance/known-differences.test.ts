import { readFileSync } from "node:fs";
import t from "tap";
import { CORPUS } from "./corpus/all-cases.ts";
import { KNOWN_DIFFERENCES } from "./known-differences.ts";

t.test("every known difference is explained to users", async (t) => {
  const headings = readFileSync("docs/differences.md", "utf8")
    .split("\n")
    .filter((line) => line.startsWith("#"))
    .map((line) => line.replace(/^#+\s*/, "").replaceAll("`", ""));
  for (const { id, heading } of KNOWN_DIFFERENCES) {
    t.ok(headings.includes(heading), `${id}: docs/differences.md has the heading "${heading}"`);
  }
});

t.test("ids and names are unique, and patterns meet a case", async (t) => {
  const ids = KNOWN_DIFFERENCES.map(({ id }) => id);
  t.equal(new Set(ids).size, ids.length, "ids of known differences");
  const names = CORPUS.map(({ name }) => name);
  t.equal(new Set(names).size, names.length, "names of cases");
  t.ok(names.length >= 60, "at least 60 cases");
  for (const { id, where } of KNOWN_DIFFERENCES) {
    t.ok(where.case === undefined || names.some((name) => where.case?.test(name)), `${id} is about a case that exists`);
  }
});
