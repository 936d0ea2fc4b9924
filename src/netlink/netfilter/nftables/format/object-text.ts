import { NFPROTO_INET } from "../../../uapi/netfilter.ts";
import * as uapi from "../../../uapi/nf_tables.ts";
import { formatPriority } from "../chain/hook.ts";
import type { Counter } from "../expr/counter.ts";
import type { Limit } from "../expr/limit.ts";
import type { Quota } from "../expr/quota.ts";
import type { Synproxy } from "../expr/synproxy.ts";
import { formatFamily } from "../family.ts";
import type { Flowtable } from "../flowtable/flowtable.ts";
import type { CtExpectData } from "../object/kinds/ct-expect.ts";
import type { CtHelperData } from "../object/kinds/ct-helper.ts";
import type { CtTimeoutData } from "../object/kinds/ct-timeout.ts";
import type { SecmarkData } from "../object/kinds/secmark.ts";
import type { StatefulObject } from "../object/object.ts";
import { formatObjectType } from "../object/object-kinds.ts";
import { formatCounter, formatLimit, formatQuota } from "./amounts.ts";
import { block, handleOf, type TextOptions } from "./block.ts";
import { wordOf } from "./data-type.ts";
import { formatDuration } from "./data-types.ts";
import { INET_PROTO } from "./protocol-words.ts";
import { synproxyWords } from "./statement.ts";

/** A stateful object as `nft list ruleset` shows it, within its table. */
export function formatObject(object: StatefulObject, options: TextOptions): string[] {
  const lines: string[] = [];
  if (object.userdata?.comment !== undefined) lines.push(`comment "${object.userdata.comment}"`);
  lines.push(...dataLines(object));
  return block(`${formatObjectType(object.type)} ${object.name}`, lines, handleOf(object, options));
}

function dataLines({ type, data }: StatefulObject): string[] {
  if (data === undefined || data instanceof Uint8Array) return [];
  if (type === uapi.NFT_OBJECT_COUNTER) return [formatCounter(data as Counter)];
  if (type === uapi.NFT_OBJECT_QUOTA) return [formatQuota(data as Quota)];
  if (type === uapi.NFT_OBJECT_LIMIT) return [formatLimit(data as Limit)];
  if (type === uapi.NFT_OBJECT_SYNPROXY) return synproxyWords(data as Synproxy);
  if (type === uapi.NFT_OBJECT_SECMARK) return [`"${(data as SecmarkData).ctx}"`];
  if (type === uapi.NFT_OBJECT_CT_HELPER) {
    const { name, l3proto, l4proto } = data as CtHelperData;
    return [`type "${name}" protocol ${protocol(l4proto)}`, `l3proto ${formatFamily(l3proto ?? NFPROTO_INET)}`];
  }
  if (type === uapi.NFT_OBJECT_CT_TIMEOUT) {
    const { l3proto, l4proto } = data as CtTimeoutData;
    return [`protocol ${protocol(l4proto)}`, `l3proto ${formatFamily(l3proto ?? NFPROTO_INET)}`, "[ timeouts ]"];
  }
  if (type === uapi.NFT_OBJECT_CT_EXPECT) {
    const { l3proto, l4proto, dport, timeout = 0, size } = data as CtExpectData;
    return [
      `protocol ${protocol(l4proto)}`,
      `dport ${dport}`,
      `timeout ${formatDuration(BigInt(timeout))}`,
      `size ${size}`,
      `l3proto ${formatFamily(l3proto ?? NFPROTO_INET)}`,
    ];
  }
  return [];
}

function protocol(number = 0): string {
  return wordOf(INET_PROTO, BigInt(number)) ?? String(number);
}

/** A flowtable as `nft list ruleset` shows it, within its table. */
export function formatFlowtable(flowtable: Flowtable, options: TextOptions): string[] {
  const { hook, flags = 0, family } = flowtable;
  const lines = [`hook ingress priority ${formatPriority(hook?.priority ?? 0, { family, hooknum: hook?.num ?? 0 })}`];
  const devices = hook?.devs ?? [];
  if (devices.length > 0) lines.push(`devices = { ${devices.join(", ")} }`);
  if ((flags & uapi.NFT_FLOWTABLE_HW_OFFLOAD) !== 0) lines.push("flags offload");
  if ((flags & uapi.NFT_FLOWTABLE_COUNTER) !== 0) lines.push("counter");
  return block(`flowtable ${flowtable.name}`, lines, handleOf(flowtable, options));
}
