import { posix } from "node:path";
import type { SourceFile } from "./sources.ts";
import { scanTokens, type Token } from "./tokens.ts";

/** Files that stand between the plugins and the process they run in. */
const ownsProcess = /^src\/(main[^/]*\.ts|cni\/skel\/run-plugin\.ts|cli\/.*)$/;
/** Signals that tell of sockets come by the process too. */
const hearsSignals = "src/netlink/socket/readiness.ts";
/** Names that say nothing of what is in a file. */
const grabBag = /^(utils?|helpers?|common|misc|shared|lib|tools?|constants|types)\.ts$/;
const builtInError = /^(Error|TypeError|RangeError|SyntaxError|AggregateError)$/;

/** Everything in a source file of src that the rules of the house forbid, in words. */
export function findForbidden(file: SourceFile, publicEntries: readonly string[]): readonly string[] {
  const name = posix.basename(file.path);
  const found: string[] = [];
  if (grabBag.test(name)) found.push(`${file.path}: the name says nothing of what is inside`);
  if (name === "index.ts" && !publicEntries.includes(file.path)) {
    found.push(`${file.path}: only the public entry points of package.json are barrels`);
  }
  const tokens = scanTokens(file.text).filter((token) => token.kind !== "comment");
  for (const [at, token] of tokens.entries()) {
    const complaint = token.kind === "word" ? complain(file.path, tokens, at) : undefined;
    if (complaint !== undefined) found.push(`${file.path}:${token.line}: ${complaint}`);
  }
  if (hasTopLevelAwait(tokens)) found.push(`${file.path}: await at the top level delays every start`);
  return found;
}

function complain(path: string, tokens: readonly Token[], at: number): string | undefined {
  const [word, before, after] = [tokens[at]?.text ?? "", tokens[at - 1]?.text ?? "", tokens[at + 1]?.text ?? ""];
  const isMember = before === "." || before === "?." || after === ":" || after === "?";
  if (before === "new" && builtInError.test(word)) return `new ${word}: errors extend TypedError`;
  if (before === "extends" && word === "Error" && tokens[at - 3]?.text === "class" && path !== "src/typed-error.ts") {
    return "errors extend TypedError";
  }
  if (isMember) return undefined;
  if (word === "process" && !ownsProcess.test(path) && path !== hearsSignals)
    return "process is for main*.ts, run-plugin.ts and cli/";
  if (word === "console" && !ownsProcess.test(path)) return "console is for main*.ts and cli/";
  if (word === "enum" && before !== "=") return "no enum";
  if (word === "any" && [":", "<", "as", "|", ",", "="].includes(before)) return "no any";
  if (word === "eval" || (word === "Function" && before === "new")) return "no code from text";
  return undefined;
}

function hasTopLevelAwait(tokens: readonly Token[]): boolean {
  let depth = 0;
  let inFunction = false;
  for (const token of tokens) {
    if (token.kind !== "word" && token.kind !== "mark") continue;
    if (["{", "(", "["].includes(token.text)) depth += 1;
    else if (["}", ")", "]"].includes(token.text)) depth -= 1;
    if (depth > 0) continue;
    if (token.text === "=>") inFunction = true;
    else if (token.text === ";" || token.text === "}") inFunction = false;
    else if (token.text === "await" && !inFunction) return true;
  }
  return false;
}

/** Tests that are switched off, or the only ones on: the lines of a test file that say so. */
export function findSwitchedOff(file: SourceFile): readonly string[] {
  const tokens = scanTokens(file.text).filter((token) => token.kind !== "comment");
  return tokens.flatMap((token, at) => {
    const isCall = tokens[at - 1]?.text === "." && tokens[at + 1]?.text === "(";
    const isOption = tokens[at + 1]?.text === ":" && ["{", ","].includes(tokens[at - 1]?.text ?? "");
    const isSwitch = /^(skip|only|todo)$/.test(token.text) && token.kind === "word" && (isCall || isOption);
    return isSwitch ? [`${file.path}:${token.line}: ${token.text}: use needs() of test/harness/needs.ts`] : [];
  });
}
