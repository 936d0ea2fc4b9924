import { NLM_F_DUMP_FILTERED } from "../uapi/netlink.ts";
import type { Exchange, Request } from "./exchange.ts";

/** How the messages of a dump become a list. */
export interface DumpReading<T> {
  decode(view: DataView, start: number, end: number): T;
  /** Whether the object passes the request's filter. Asked only of what the kernel did not mark as filtered. */
  accepts(object: T): boolean;
}

/**
 * Objects are collected by pieces that are as young as they are: an old list of young objects makes V8 remember each of
 * its elements, which costs a sixth of listing a large table.
 */
const PIECE = 512;

/** Dumps and decodes. Old kernels, and some families, ignore filters without a word, hence `accepts`. */
export async function dumpObjects<T>(exchange: Exchange, request: Request, reading: DumpReading<T>): Promise<T[]> {
  let pieces: T[][] = [];
  let piece: T[] = [];
  await exchange.dump(request, {
    onStart: () => {
      pieces = [];
      piece = [];
    },
    onFrame: ({ view, flags, start, end }) => {
      const object = reading.decode(view, start, end);
      if ((flags & NLM_F_DUMP_FILTERED) === 0 && !reading.accepts(object)) return;
      if (piece.length === PIECE) {
        pieces.push(piece);
        piece = [];
      }
      piece.push(object);
    },
  });
  return ([] as T[]).concat(...pieces, piece);
}

/** Whether `object` has the values of `filter`; members of the filter that are undefined accept everything. */
export function agrees<F extends object>(filter: F, object: { readonly [K in keyof F]?: F[K] }): boolean {
  for (const key in filter) if (filter[key] !== undefined && object[key] !== filter[key]) return false;
  return true;
}
