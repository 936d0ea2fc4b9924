import type { Libc } from "./libc.ts";

let loaded: Libc | undefined;

/**
 * The FFI of the running process: bun:ffi in Bun and in the compiled executable, koffi in Node.
 *
 * @throws {LibcError} where neither can be had (another operating system, koffi not installed).
 */
export async function loadLibc(): Promise<Libc> {
  loaded ??=
    "Bun" in globalThis
      ? (await import("./libc-bun.ts")).openLibcBun()
      : (await import("./libc-koffi.ts")).openLibcKoffi();
  return loaded;
}

/**
 * Puts a libc in the place of the process's own, for all that is opened from now on: one that makes calls fail on
 * purpose, records them, or plays them back.
 *
 * @returns takes it away again
 */
export function useLibc(libc: Libc): () => void {
  const before = loaded;
  loaded = libc;
  return () => {
    loaded = before;
  };
}
