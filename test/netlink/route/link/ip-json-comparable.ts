import type { Json } from "./ip-json-values.ts";

/** What iproute2 prints and one message alone does not say: names of other links, where the message has an index. */
const NAMES_OF_LINKS: ReadonlySet<string> = new Set([
  "link",
  "master",
  "backup_port",
  "linkinfo.info_data.link",
  "linkinfo.info_slave_data.backup_port",
]);

/**
 * What is printed of a link without what its message does not have. `M-DOWN` says that the link of another index is down;
 * the group of a tun is a name out of /etc/group.
 */
export function comparable(printed: Json, outer = ""): Json {
  const out: Json = {};
  for (const [key, value] of Object.entries(printed)) {
    const path = `${outer}${key}`;
    if (NAMES_OF_LINKS.has(path)) continue;
    if (path === "linkinfo.info_data.group" && (printed.type === "tun" || printed.type === "tap")) continue;
    if (path === "flags") out[key] = (value as string[]).filter((flag) => flag !== "M-DOWN");
    else if (/^linkinfo(\.info_data|\.info_slave_data)?$/.test(path)) out[key] = comparable(value as Json, `${path}.`);
    else out[key] = value;
  }
  return out;
}
