import * as uapi from "../../../uapi/nf_tables.ts";
import type { Counter } from "../expr/counter.ts";
import type { Limit } from "../expr/limit.ts";
import type { Quota } from "../expr/quota.ts";

const SECONDS: { readonly [seconds: string]: string | undefined } = {
  1: "second",
  60: "minute",
  3600: "hour",
  86400: "day",
  604800: "week",
};

/** A number of bytes in the largest unit that it is whole in. */
function formatBytes(bytes: bigint): string {
  let rest = bytes;
  const units = ["bytes", "kbytes", "mbytes"];
  while (units.length > 1 && rest !== 0n && rest % 1024n === 0n) {
    rest /= 1024n;
    units.shift();
  }
  return `${rest} ${units[0]}`;
}

/** `packets 1 bytes 2` */
export function formatCounter({ packets = 0n, bytes = 0n }: Counter): string {
  return `packets ${packets} bytes ${bytes}`;
}

/** `over 10 mbytes used 3 kbytes` */
export function formatQuota({ bytes = 0n, consumed = 0n, flags = 0 }: Quota): string {
  const over = (flags & uapi.NFT_QUOTA_F_INV) === 0 ? "" : "over ";
  return `${over}${formatBytes(bytes)}${consumed === 0n ? "" : ` used ${formatBytes(consumed)}`}`;
}

/** `nft` does not show the burst that it sends where none was asked for. */
const USUAL_BURST = 5;

/** `rate over 5/second burst 7 packets` */
export function formatLimit({ rate = 0n, unit = 1n, burst = 0, type, flags = 0 }: Limit): string {
  const over = (flags & uapi.NFT_LIMIT_F_INV) === 0 ? "" : "over ";
  const per = SECONDS[String(unit)] ?? `${unit} seconds`;
  if (type === uapi.NFT_LIMIT_PKT_BYTES) {
    const more = burst === 0 ? "" : ` burst ${formatBytes(BigInt(burst))}`;
    return `rate ${over}${formatBytes(rate)}/${per}${more}`;
  }
  return `rate ${over}${rate}/${per}${burst === 0 || burst === USUAL_BURST ? "" : ` burst ${burst} packets`}`;
}
