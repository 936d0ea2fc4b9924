import { styleText } from "node:util";

export type Style = "bold" | "cyan" | "green" | "red" | "yellow";

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Whether text for a stream may have colours: FORCE_COLOR (0 and false are no) counts first, then NO_COLOR (no-color.org)
 * and TERM=dumb, then whether it is a terminal.
 */
export function hasColors({ isTTY = false }: { readonly isTTY?: boolean | undefined }, env: Variables): boolean {
  const { FORCE_COLOR: forced, NO_COLOR: refused, TERM } = env;
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  if ((refused !== undefined && refused !== "") || TERM === "dumb") return false;
  return isTTY;
}

function paint(stream: "stdout" | "stderr", style: Style, text: string): string {
  return hasColors(process[stream], process.env) ? styleText(style, text, { validateStream: false }) : text;
}

/** Text for stdout, coloured where that can be seen. */
export function onStdout(style: Style, text: string): string {
  return paint("stdout", style, text);
}

/** Text for stderr, coloured where that can be seen. */
export function onStderr(style: Style, text: string): string {
  return paint("stderr", style, text);
}
