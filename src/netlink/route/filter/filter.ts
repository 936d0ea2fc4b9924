import type { Issues } from "../../message/message-codec.ts";
import { HOST_LITTLE_ENDIAN } from "../../wire/byte-order.ts";
import type { KindInput } from "../tc/kind-input.ts";
import type { FilterKinds } from "./filter-kinds.ts";
import { type FilterMessage, type FilterMessageInput, filterMessage } from "./filter-message.ts";

/** A filter as the kernel reports it; {@link isFilter} tells the type of its options. */
export interface Filter extends Omit<FilterMessage, "info">, Issues {
  /** ETH_P_*: the packets that it looks at. */
  protocol: number;
  /** Filters are asked in ascending order. `tc` calls it pref. */
  prio: number;
}

/** A filter to be made, changed or named: what is left out is not sent. */
export type FilterInput = Omit<FilterMessageInput, "kind" | "options" | "info"> & {
  /** By default ETH_P_ALL when it is made, and any when one is named. */
  protocol?: number;
  /** 0, the default, lets the kernel choose. */
  prio?: number;
} & KindInput<FilterKinds>;

/** A filter of a known kind. */
export interface FilterOfKind<K extends keyof FilterKinds> extends Omit<Filter, "kind" | "options"> {
  kind: K;
  options?: FilterKinds[K];
}

/** Whether a filter is of this kind; its `options` then have the type of the kind. */
export function isFilter<K extends keyof FilterKinds>(filter: Filter, kind: K): filter is Filter & FilterOfKind<K> {
  return filter.kind === kind;
}

/** A 16-bit number between host and network byte order. */
function swap(protocol: number): number {
  return HOST_LITTLE_ENDIAN ? ((protocol & 0xff) << 8) | (protocol >>> 8) : protocol;
}

/** tcm_info has the priority in the upper half, and the protocol in network byte order in the lower. */
export function filterFromMessage({ info, ...message }: FilterMessage & Issues): Filter {
  return { ...message, protocol: swap(info & 0xffff), prio: info >>> 16 };
}

export function filterToMessage({ protocol = 0, prio = 0, ...filter }: FilterInput | Filter): FilterMessageInput {
  return { ...filter, info: ((prio << 16) | swap(protocol)) >>> 0 };
}

/** @throws {WireError} when the fixed part is not whole */
export function decodeFilter(view: DataView, start: number, end: number): Filter {
  return filterFromMessage(filterMessage.decode(view, start, end));
}
