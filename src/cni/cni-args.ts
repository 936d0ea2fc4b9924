import { CNI_ERROR, CniError } from "./cni-error.ts";
import { quote, quoteList } from "./go-quote.ts";

/** For each key a plugin knows, in its exact case, how the text after `=` is read; what the reader throws is the reason shown. */
export type CniArgReaders = { readonly [key: string]: (text: string) => unknown };

export type CniArgs<R extends CniArgReaders> = { readonly [K in keyof R]?: ReturnType<R[K]> };

function refuse(message: string, cause?: unknown): CniError {
  return new CniError(CNI_ERROR.invalidEnvironment, `ARGS: ${message}`, { details: "", cause });
}

function readIgnoreUnknown(text: string): boolean {
  const folded = text.toLowerCase();
  if (folded === "1" || folded === "true") return true;
  if (folded === "0" || folded === "false") return false;
  throw refuse(
    `error parsing value of pair ${quote(`IgnoreUnknown=${text}`)}: boolean unmarshal error: invalid input ${folded}`,
  );
}

function readValue(read: (text: string) => unknown, pair: string, text: string): unknown {
  try {
    return read(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw refuse(`error parsing value of pair ${quote(pair)}: ${reason}`, error);
  }
}

/** The reference fails so because the name of an embedded Go struct counts as a key there. */
const EMBEDDED_STRUCT =
  "cannot unmarshal into field 'CommonArgs' - type '*types.CommonArgs' does not implement encoding.TextUnmarshaler";

/**
 * CNI_ARGS, `MAC=…;IP=…`: pairs of exactly one `=`; keys in their exact case, unknown ones refused unless
 * `IgnoreUnknown` is 1 or true; of a repeated key the last counts. Throws {@link CniError} 4 with the reference's words.
 */
export function parseCniArgs<R extends CniArgReaders>(args: string, readers: R): CniArgs<R> {
  const values: { [K in keyof R]?: ReturnType<R[K]> } = {};
  if (args === "") return values;
  const unknown: string[] = [];
  let ignoreUnknown = false;
  for (const pair of args.split(";")) {
    const [key, text, ...rest] = pair.split("=");
    if (key === undefined || text === undefined || rest.length > 0) throw refuse(`invalid pair ${quote(pair)}`);
    if (key === "CommonArgs") throw refuse(EMBEDDED_STRUCT);
    if (key === "IgnoreUnknown") {
      ignoreUnknown = readIgnoreUnknown(text);
      continue;
    }
    const read = Object.hasOwn(readers, key) ? readers[key] : undefined;
    if (read === undefined) unknown.push(pair);
    else Object.assign(values, { [key]: readValue(read, pair, text) });
  }
  if (unknown.length > 0 && !ignoreUnknown) throw refuse(`unknown args ${quoteList(unknown)}`);
  return values;
}
