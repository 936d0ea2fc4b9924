/**
 * Names and numbers of a C header: members of enums, and macros that stand for a number. Only what uapi headers do is
 * understood: decimal, hexadecimal and octal numbers, names defined before, `(1 << n)`, `|`, `+` and `-`.
 */
export function parseHeader(text: string): ReadonlyMap<string, number> {
  const known = new Map<string, number>();
  const bare = text
    .replaceAll(/\/\*.*?\*\//gs, " ")
    .replaceAll(/\/\/.*$/gm, " ")
    .replaceAll("\\\n", " ");
  for (const [, macro, value, body] of bare.matchAll(
    /^[ \t]*#\s*define\s+(\w+)[ \t]+(\S.*)$|\benum\b[^{};]*\{([^}]*)\}/gm,
  )) {
    if (body !== undefined) parseEnum(body.replaceAll(/^[ \t]*#.*$/gm, ""), known);
    else if (macro !== undefined) define(known, macro, evaluate(value ?? "", known));
  }
  return known;
}

function parseEnum(body: string, known: Map<string, number>): void {
  let next = 0;
  for (const member of body.split(",")) {
    const [name = "", expression] = member.split("=").map((part) => part.trim());
    if (!/^\w+$/.test(name)) continue;
    const value = expression === undefined ? next : evaluate(expression, known);
    define(known, name, value);
    next = (value ?? Number.NaN) + 1;
  }
}

function define(known: Map<string, number>, name: string, value: number | undefined): void {
  // `#define IFLA_MAX IFLA_MAX` says nothing new.
  if (value !== undefined && !Number.isNaN(value) && !known.has(name)) known.set(name, value);
}

function evaluate(expression: string, known: ReadonlyMap<string, number>): number | undefined {
  const tokens = expression.match(/0x[0-9a-f]+|\w+|<<|[|+()-]/gi) ?? [];
  if (tokens.join("") !== expression.replaceAll(/\s/g, "")) return undefined;
  const parser = { tokens, at: 0, known };
  const value = parseSum(parser);
  return parser.at === tokens.length ? value : undefined;
}

interface Parser {
  readonly tokens: readonly string[];
  readonly known: ReadonlyMap<string, number>;
  at: number;
}

/** Operators from left to right without precedence: headers put parentheses where it would matter. */
function parseSum(parser: Parser): number | undefined {
  let value = parseAtom(parser);
  for (;;) {
    const operator = parser.tokens[parser.at];
    if (value === undefined || operator === undefined || operator === ")") return value;
    parser.at += 1;
    const right = parseAtom(parser);
    if (right === undefined) return undefined;
    if (operator === "<<") value <<= right;
    else if (operator === "|") value |= right;
    else if (operator === "+") value += right;
    else if (operator === "-") value -= right;
    else return undefined;
  }
}

function parseAtom(parser: Parser): number | undefined {
  const token = parser.tokens[parser.at++];
  if (token === undefined) return undefined;
  if (token === "-") {
    const value = parseAtom(parser);
    return value === undefined ? undefined : -value;
  }
  if (token === "(") {
    const value = parseSum(parser);
    return parser.tokens[parser.at++] === ")" ? value : undefined;
  }
  const number = /^(0x[0-9a-f]+|[0-9]+)u?l?$/i.exec(token)?.[1];
  if (number === undefined) return parser.known.get(token);
  return /^0[0-7]+$/.test(number) ? Number.parseInt(number, 8) : Number(number);
}
