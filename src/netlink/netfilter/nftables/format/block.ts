/** What of an object is shown. */
export interface TextOptions {
  /** ` # handle 5`, as `nft -a` does; left out otherwise. */
  readonly handles?: boolean | undefined;
}

/** The lines of an object and what is in it. */
export function block(title: string, lines: readonly string[], handle: string): string[] {
  return [`${title} {${handle}`, ...lines.map((line) => (line === "" ? "" : `\t${line}`)), "}"];
}

/** ` # handle 5` */
export function handleOf({ handle }: { readonly handle?: bigint | undefined }, { handles }: TextOptions): string {
  return handles === true && handle !== undefined ? ` # handle ${handle}` : "";
}
