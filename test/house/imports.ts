import { posix } from "node:path";
import type { SourceFile } from "./sources.ts";
import { scanTokens, type Token } from "./tokens.ts";

/** One import of a file: static, dynamic or re-export. */
export interface Import {
  readonly from: string;
  readonly line: number;
  readonly specifier: string;
  /** The imported file's path from the root, for a relative specifier. */
  readonly target: string | undefined;
  /** `static` is evaluated with the importing file, `type` is gone at run time, `dynamic` waits for its call. */
  readonly kind: "static" | "type" | "dynamic";
}

/** All imports of a file, in order. */
export function findImports(file: SourceFile): readonly Import[] {
  const tokens = scanTokens(file.text).filter((token) => token.kind !== "comment");
  const imports: Import[] = [];
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1];
    const isDynamic = before?.text === "(" && tokens[index - 2]?.text === "import";
    if (token.kind !== "string" || (!isDynamic && before?.text !== "from" && before?.text !== "import")) continue;
    const specifier = token.text.slice(1, -1);
    const target = specifier.startsWith(".") ? posix.join(posix.dirname(file.path), specifier) : undefined;
    const kind = isDynamic ? "dynamic" : isTypeOnly(tokens, index) ? "type" : "static";
    imports.push({ from: file.path, line: token.line, specifier, target, kind });
  }
  return imports;
}

/** Whether the clause that ends with the specifier at `end` brings in types only. */
function isTypeOnly(tokens: readonly Token[], end: number): boolean {
  let start = end - 1;
  while (start > 0 && !["import", "export"].includes(tokens[start]?.text ?? "")) start -= 1;
  if (tokens[start + 1]?.text === "type" && tokens[start + 2]?.text !== "from") return true;
  const words = tokens.slice(start + 1, end - 1);
  if (words[0]?.text !== "{") return false;
  // `{ type A, type B as C }`: each name has its own mark.
  const names = words.slice(1, -1).flatMap((word, at, all) => (at === 0 || all[at - 1]?.text === "," ? [word] : []));
  return names.length > 0 && names.every((name) => name.text === "type");
}
