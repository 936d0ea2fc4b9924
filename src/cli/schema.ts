import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { formatJson } from "../cni/json/format-json.ts";
import { configurations } from "../configurations.ts";
import { runAction } from "./run-action.ts";
import { networkSchema, typeSchema } from "./schema/config-schema.ts";
import type { Schema } from "./schema/shape-schema.ts";
import { typeArgument } from "./type-argument.ts";
import { UsageError } from "./usage-error.ts";

function format(schema: Schema): string {
  return `${formatJson(schema, { indent: 2 })}\n`;
}

async function findSchema(type: string | undefined): Promise<Schema> {
  if (type === undefined) return networkSchema();
  const schema = await typeSchema(type);
  if (schema !== undefined) return schema;
  throw new UsageError(`no plugin ${JSON.stringify(type)}; there are ${Object.keys(configurations).join(", ")}`);
}

/** Writes `conflist.json` and a file for each plugin. */
async function writeSchemas(directory: string): Promise<void> {
  mkdirSync(directory, { recursive: true });
  for (const type of [undefined, ...Object.keys(configurations)]) {
    writeFileSync(join(directory, `${type ?? "conflist"}.json`), format(await findSchema(type)));
  }
}

export function defineSchema(program: Command): void {
  program
    .command("schema")
    .description("Print the JSON Schema of a .conflist, or of one plugin's configuration, for editors.")
    .addArgument(typeArgument("[type]", Object.keys(configurations)))
    .option("--to <directory>", "write all of them as files instead")
    .action((type: string | undefined, { to }: { readonly to?: string }) =>
      runAction({ name: "schema" }, async () => {
        if (to === undefined) return format(await findSchema(type));
        await writeSchemas(to);
        return "";
      }),
    );
}
