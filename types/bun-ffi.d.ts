/** The part of Bun's `bun:ffi` that `src/netlink/socket/libc-bun.ts` uses. */
declare module "bun:ffi" {
  type Pointer = number & { readonly __pointer: never };
  type CType = "ptr" | "i32" | "u32" | "u64_fast" | "i64_fast";
  export function dlopen<S extends Readonly<Record<string, { args: readonly CType[]; returns: CType }>>>(
    path: string,
    symbols: S,
  ): { symbols: Record<keyof S, (...args: unknown[]) => number> };
  export function ptr(view: ArrayBufferView, byteOffset?: number): Pointer;
  export const read: { i32(address: Pointer, offset?: number): number };
}
