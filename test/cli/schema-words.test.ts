import { readFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { networkSchema, typeSchema } from "../../src/cli/schema/config-schema.ts";
import { configurations, findConfiguration } from "../../src/configurations.ts";
import { root } from "../house/sources.ts";

/** As descriptions have it: without marks and links. */
function plain(text: string): string {
  return text
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll("`", "")
    .trim();
}

interface Row {
  readonly meaning: string;
  readonly default?: string;
}

/** The rows of a page's tables of keys. One about several keys says no more than the rows about each. */
function readRows(page: string): ReadonlyMap<string, Row> {
  const rows = new Map<string, Row>();
  for (const table of page.matchAll(/^\| key .*\n(\|.*\n)+/gm)) {
    const [head = [], , ...lines] = table[0]
      .trimEnd()
      .split("\n")
      .map((line) =>
        line
          .split("|")
          .slice(1, -1)
          .map((cell) => cell.trim()),
      );
    const cell = (line: readonly string[], name: string) => plain(line[head.indexOf(name)] ?? "");
    for (const line of lines) {
      const key = cell(line, "key").replace(/^ipam\./, "");
      const preset = cell(line, "default");
      if (!key.includes(","))
        rows.set(key, { meaning: cell(line, "meaning"), ...(preset !== "" && { default: preset }) });
    }
  }
  return rows;
}

t.test("keys have the words of their pages, and pages a row for each key", async (t) => {
  for (const type of Object.keys(configurations)) {
    const { keys = {}, shape = {}, isIpam } = (await findConfiguration(type)) ?? {};
    const rows = readRows(readFileSync(join(root, `docs/${type}.md`), "utf8"));
    // The network's name is no key of the `ipam` object.
    const documented = [...rows].filter(([key]) => !(isIpam && key === "name"));
    t.strictSame(keys, Object.fromEntries(documented), type);
    const own = Object.keys(shape).filter((key) => key !== "args" && key !== "runtimeConfig");
    t.strictSame(
      own.filter((key) => !Object.hasOwn(keys, key)),
      [],
      `${type}: keys without words`,
    );
  }
});

/** Members of a schema without a description. */
function undescribed({ properties = {} }: { properties?: object }): string[] {
  const members = Object.entries(properties as Record<string, { description?: string }>);
  return members.filter(([, schema]) => schema.description === undefined).map(([key]) => key);
}

t.test("every member of a schema is described", async (t) => {
  t.strictSame(undescribed(await networkSchema()), []);
  for (const type of Object.keys(configurations)) t.strictSame(undescribed((await typeSchema(type)) ?? {}), [], type);
  const { properties } = (await typeSchema("tuning")) as { properties: Record<string, unknown> };
  t.match(properties.txQLen, { description: "length of the transmit queue in packets. Default: as it is" });
});
