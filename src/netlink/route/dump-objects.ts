import type { Exchange, Request } from "../socket/exchange.ts";
import { NLM_F_DUMP_FILTERED } from "../uapi/netlink.ts";

/** How the messages of a dump become a list. */
export interface DumpReading<T> {
  decode(view: DataView, start: number, end: number): T;
  /** Whether the object passes the request's filter. Asked only of what the kernel did not mark as filtered. */
  accepts(object: T): boolean;
}

/** Dumps and decodes. Old kernels, and some families, ignore filters without a word, hence `accepts`. */
export async function dumpObjects<T>(exchange: Exchange, request: Request, reading: DumpReading<T>): Promise<T[]> {
  let objects: T[] = [];
  await exchange.dump(request, {
    onStart: () => {
      objects = [];
    },
    onFrame: ({ view, flags, start, end }) => {
      const object = reading.decode(view, start, end);
      if ((flags & NLM_F_DUMP_FILTERED) !== 0 || reading.accepts(object)) objects.push(object);
    },
  });
  return objects;
}

/** Whether `object` has the values of `filter`; members of the filter that are undefined accept everything. */
export function agrees<F extends object>(filter: F, object: { readonly [K in keyof F]?: F[K] }): boolean {
  for (const key in filter) if (filter[key] !== undefined && object[key] !== filter[key]) return false;
  return true;
}
