/** What can be written: members that are undefined are left out. */
export type JsonWritable =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly JsonWritable[]
  | { readonly [key: string]: JsonWritable | undefined };

export interface JsonFormat {
  /** Spaces for each level; 0 (the default) is the compact form. */
  readonly indent?: number;
  /** Go sorts the keys of maps; without this they come in the order of the object. */
  readonly sortKeys?: boolean;
}

const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ["\\", "\\\\"],
  ["\b", "\\b"],
  ["\f", "\\f"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

function escapeCharacter(character: string): string {
  const short = SHORT_ESCAPES.get(character);
  if (short !== undefined) return short;
  const code = character.charCodeAt(0);
  // Half a surrogate pair is no text: Go writes the replacement character, escaped.
  return `\\u${(code >= 0xd800 && code <= 0xdfff ? 0xfffd : code).toString(16).padStart(4, "0")}`;
}

// What encoding/json escapes beside JSON's own: < > & against HTML, U+2028 and U+2029 against JavaScript.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what JSON escapes.
const ESCAPED = /["\\<>&\u0000-\u001f\u2028\u2029]|\p{Surrogate}/gu;

function formatString(text: string): string {
  // The class of surrogates is slow to build; almost all texts need no look at it.
  if (/^[\w .:/-]*$/.test(text)) return `"${text}"`;
  return `"${text.replace(ESCAPED, escapeCharacter)}"`;
}

function formatNumber(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

interface Layout {
  readonly step: string;
  readonly sortKeys: boolean;
}

function formatItems(items: string[], brackets: readonly [string, string], layout: Layout, margin: string): string {
  const [open, close] = brackets;
  if (items.length === 0) return open + close;
  if (layout.step === "") return open + items.join(",") + close;
  const inner = margin + layout.step;
  return `${open}\n${inner}${items.join(`,\n${inner}`)}\n${margin}${close}`;
}

function formatValue(value: JsonWritable, layout: Layout, margin: string): string {
  if (value === null) return "null";
  switch (typeof value) {
    case "string":
      return formatString(value);
    case "number":
      return formatNumber(value);
    case "boolean":
    case "bigint":
      return String(value);
    default:
      break;
  }
  const inner = margin + layout.step;
  if (Array.isArray(value)) {
    const elements: readonly JsonWritable[] = value;
    return formatItems(
      elements.map((element) => formatValue(element, layout, inner)),
      ["[", "]"],
      layout,
      margin,
    );
  }
  const entries = Object.entries(value);
  if (layout.sortKeys) entries.sort(([a], [b]) => (a < b ? -1 : 1));
  const colon = layout.step === "" ? ":" : ": ";
  const members: string[] = [];
  for (const [key, member] of entries) {
    if (member !== undefined) members.push(formatString(key) + colon + formatValue(member, layout, inner));
  }
  return formatItems(members, ["{", "}"], layout, margin);
}

/** JSON text as Go's `json.Marshal` and, with `indent`, `json.MarshalIndent` write it; no newline at the end. */
export function formatJson(value: JsonWritable, format: JsonFormat = {}): string {
  return formatValue(value, { step: " ".repeat(format.indent ?? 0), sortKeys: format.sortKeys ?? false }, "");
}
