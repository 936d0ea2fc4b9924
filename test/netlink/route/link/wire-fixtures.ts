import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A file of fixtures/wire/link, made by scripts/record-link-fixtures.ts. */
export interface WireFixture {
  readonly name: string;
  readonly kernel: string;
  readonly requests: readonly { readonly command: string; readonly message: Uint8Array }[];
  readonly reports: readonly {
    readonly command: string;
    readonly messages: readonly Uint8Array[];
    readonly printed: readonly Readonly<Record<string, unknown>>[];
  }[];
}

export function readLinkFixtures(): WireFixture[] {
  const folder = join(projectRoot(), "fixtures/wire/link");
  return readdirSync(folder)
    .sort()
    .map((file) => JSON.parse(readFileSync(join(folder, file), "utf8"), reviveMessages) as WireFixture);
}

/** Lines of `hex  what it is` become the bytes. */
function reviveMessages(key: string, value: unknown): unknown {
  if (key === "message") return bytesOf(value as string[]);
  return key === "messages" ? (value as string[][]).map(bytesOf) : value;
}

function bytesOf(lines: readonly string[]): Uint8Array {
  const digits = lines.map((line) => (line.trimStart().split("  ")[0] ?? "").replaceAll(" ", ""));
  return Uint8Array.from(Buffer.from(digits.join(""), "hex"));
}

/** This file is compiled into build/, one folder further down. */
function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return folder;
}
