import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import { systemErrorReason } from "../../cni/system-error.ts";
import { fs } from "../../machine.ts";

/** What resolv.conf(5) says, as a CNI result carries it. */
export interface ResolvConf {
  nameservers?: string[];
  domain?: string;
  search?: string[];
  options?: string[];
}

/**
 * The DNS settings in the text of a resolv.conf. Lists of several lines add up (resolv.conf(5) has the last `search`
 * win; the reference adds them), the last `domain` counts.
 */
export function parseResolvConf(text: string): ResolvConf {
  const dns: ResolvConf = {};
  for (const line of text.split("\n")) {
    const [keyword = "", ...values] = line.trim().split(/\s+/);
    const [first] = values;
    // `#` and `;` need no test of their own: a keyword that starts with one matches none of the cases.
    if (first === undefined) continue;
    if (keyword === "nameserver") dns.nameservers = [...(dns.nameservers ?? []), first];
    else if (keyword === "domain") dns.domain = first;
    else if (keyword === "search") dns.search = [...(dns.search ?? []), ...values];
    else if (keyword === "options") dns.options = [...(dns.options ?? []), ...values];
  }
  return dns;
}

/** @throws {CniError} 5 when the file cannot be read. */
export function readResolvConf(path: string): ResolvConf {
  try {
    return parseResolvConf(fs.readFileSync(path, "utf8"));
  } catch (cause) {
    const msg = `open ${path}: ${systemErrorReason(cause)}`;
    throw new CniError(CNI_ERROR.ioFailure, msg, { details: "host-local reads the file of ipam.resolvConf", cause });
  }
}
