import type { Statement } from "./statement.ts";

/** Counts the packets that come this far. */
export function counter(): Statement {
  return { expressions: [{ name: "counter", data: {} }] };
}
