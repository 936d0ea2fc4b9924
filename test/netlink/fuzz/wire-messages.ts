import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../bun.ts";
import { hex, toHex } from "../bytes.ts";

/** Every message in fixtures/wire, once, whatever the shape of its file: lists of lines that start with an nlmsghdr. */
export function readWireMessages(): readonly Uint8Array[] {
  const folder = join(projectRoot(), "fixtures/wire");
  const found = new Map<string, Uint8Array>();
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    if (!file.endsWith(".json")) continue;
    for (const message of messagesIn(JSON.parse(readFileSync(join(folder, file), "utf8")))) {
      found.set(toHex(message), message);
    }
  }
  return [...found.values()];
}

function messagesIn(value: unknown): Uint8Array[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value) && typeof value[0] === "string" && value[0].includes("  nlmsghdr ")) {
    return [hex((value as string[]).map((line) => line.trimStart().split("  ")[0] ?? "").join(""))];
  }
  return Object.values(value).flatMap(messagesIn);
}
