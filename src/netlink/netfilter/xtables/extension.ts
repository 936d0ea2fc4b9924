import { type Codec, WireError } from "../../wire/codec.ts";
import type { Fields, Struct, StructValue } from "../../wire/struct.ts";

/** A match or target of x_tables in one of its revisions. */
export interface Extension<T> {
  readonly name: string;
  readonly revision: number;
  /** NFTA_MATCH_INFO or NFTA_TARGET_INFO. */
  readonly info: Codec<T>;
  /** The options as `iptables-save` prints them, `--dports 80,443`; empty where it prints none. */
  format(info: T): string;
}

/** XT_ALIGN(): infos take a multiple of this (struct _xt_align, linux/netfilter/x_tables.h). */
const XT_ALIGN = 8;

/**
 * The struct of a revision as info, padded by XT_ALIGN(). The kernel gives infos back with what it filled in for itself
 * cleared, and in their whole size.
 */
export function xtInfo<const F extends Fields, T>(
  declared: Struct<F>,
  convert: { read(members: StructValue<F>): T; write(info: T): Partial<StructValue<F>> },
): Codec<T> {
  const aligned = (): number => Math.ceil(declared.size / XT_ALIGN) * XT_ALIGN;
  return {
    typeName: `struct ${declared.name}`,
    decode(view, start, end) {
      if (end - start !== aligned()) {
        throw new WireError(`struct ${declared.name} has ${aligned()} bytes, got ${end - start}`);
      }
      return convert.read(declared.read(view, start));
    },
    encode(writer, info) {
      declared.write(writer, convert.write(info));
      writer.reserve(aligned() - declared.size);
    },
  };
}

/** The members of a struct as they are. */
export function xtMembers<const F extends Fields>(declared: Struct<F>): Codec<StructValue<F>> {
  return xtInfo<F, StructValue<F>>(declared, {
    read: (members) => members,
    write: (info) => info as unknown as Partial<StructValue<F>>,
  });
}
