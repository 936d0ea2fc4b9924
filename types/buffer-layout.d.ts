/** The part of `buffer-layout` 1.2 (which ships no types) that `src/netlink/wire/struct.ts` uses. */
declare module "buffer-layout" {
  export class Layout {
    readonly span: number;
    readonly property: string | undefined;
  }
  export class Structure extends Layout {
    readonly fields: readonly Layout[];
    offsetOf(property: string): number | undefined;
  }
  export function u8(property?: string): Layout;
  export function u16(property?: string): Layout;
  export function u32(property?: string): Layout;
  export function s8(property?: string): Layout;
  export function s16(property?: string): Layout;
  export function s32(property?: string): Layout;
  export function nu64(property?: string): Layout;
  export function u16be(property?: string): Layout;
  export function u32be(property?: string): Layout;
  export function blob(length: number, property?: string): Layout;
  export function struct(fields: readonly Layout[], property?: string, decodePrefixes?: boolean): Structure;
}

/** `src/netlink/wire/packed-layout.ts` in the executable (package.json, `imports`). */
declare module "#buffer-layout" {
  export * from "buffer-layout";
}
