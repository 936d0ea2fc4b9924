import { type BridgeId, formatBridgeId } from "../../../../src/netlink/route/link/kinds/bridge-id.ts";

/** An object as iproute2 prints it. */
export type Json = Record<string, unknown>;

export function withoutUndefined(object: Json): Json {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

/** C's `%#x`, which writes zero without prefix. */
export function hexText(value: number | undefined): string | undefined {
  if (value === undefined) return undefined;
  return value === 0 ? "0" : `0x${value.toString(16)}`;
}

/** Timers are printed in seconds. */
export function seconds(timer: bigint | undefined): number | undefined {
  return timer === undefined ? undefined : Number(timer) / 100;
}

export function bridgeIdText(id: BridgeId | undefined): string | undefined {
  return id === undefined ? undefined : formatBridgeId(id);
}

/** iproute2 prints many truth values as 0 and 1. */
export function digit(value: boolean | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}

export function number(value: bigint | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}
