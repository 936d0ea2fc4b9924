/** One piece of TypeScript source that is not white space. */
export interface Token {
  readonly kind: "word" | "string" | "template" | "regex" | "comment" | "mark";
  readonly text: string;
  /** Counted from 1. */
  readonly line: number;
}

/** After one of these a slash begins a regular expression; after any other word it divides. */
const beforeRegex = new Set([
  "return",
  "typeof",
  "case",
  "in",
  "of",
  "void",
  "throw",
  "new",
  "delete",
  "await",
  "else",
]);

/** Sticky patterns, tried in this order at each place. */
const patterns: readonly (readonly [Token["kind"], RegExp])[] = [
  ["comment", /\/\/[^\n]*|\/\*[\s\S]*?\*\//y],
  ["string", /"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'/y],
  ["word", /[\p{L}_$#][\p{L}\p{N}_$]*|\d[\w.]*/uy],
  ["mark", /=>|\?\.|\.\.\.|[^\s]/y],
];

/**
 * Splits TypeScript source into tokens. Enough of a scanner for checks on names and imports: it knows strings, templates
 * (whole, with what is inside their braces), comments and regular expressions, and nothing of types or statements.
 */
export function scanTokens(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let line = 1;
  let last: Token | undefined;
  while (at < source.length) {
    const blank = /\s*/y;
    blank.lastIndex = at;
    const space = blank.exec(source)?.[0] ?? "";
    line += countLines(space);
    at += space.length;
    if (at >= source.length) break;
    const token = { ...readToken({ source, at, last }), line };
    tokens.push(token);
    if (token.kind !== "comment") last = token;
    line += countLines(token.text);
    at += token.text.length;
  }
  return tokens;
}

function readToken(place: { source: string; at: number; last: Token | undefined }): Omit<Token, "line"> {
  const { source, at, last } = place;
  if (source[at] === "`") return { kind: "template", text: source.slice(at, endOfTemplate(source, at)) };
  for (const [kind, pattern] of patterns) {
    if (kind === "word" && source[at] === "/" && mayBeRegex(last)) {
      const regex = matchAt(/\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y, source, at);
      if (regex !== undefined) return { kind: "regex", text: regex };
    }
    const text = matchAt(pattern, source, at);
    if (text !== undefined) return { kind, text };
  }
  return { kind: "mark", text: source.slice(at, at + 1) };
}

function matchAt(pattern: RegExp, source: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0];
}

function mayBeRegex(last: Token | undefined): boolean {
  if (last === undefined) return true;
  if (last.kind === "word") return beforeRegex.has(last.text);
  return last.kind === "mark" && last.text !== ")" && last.text !== "]" && last.text !== "}";
}

/** Where the template that begins at `from` ends, templates inside its braces included. */
function endOfTemplate(source: string, from: number): number {
  let at = from + 1;
  let depth = 0;
  while (at < source.length) {
    const char = source[at];
    if (char === "\\") at += 1;
    else if (depth === 0 && char === "`") return at + 1;
    else if (depth > 0 && char === "`") at = endOfTemplate(source, at) - 1;
    else if (char === "$" && source[at + 1] === "{" && depth === 0) {
      depth = 1;
      at += 1;
    } else if (depth > 0 && char === "{") depth += 1;
    else if (depth > 0 && char === "}") depth -= 1;
    at += 1;
  }
  return at;
}

function countLines(text: string): number {
  return text.split("\n").length - 1;
}
