import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { machine, release, version } from "node:os";
import { formatJson, type JsonWritable } from "../../cni/json/format-json.ts";
import { JsonSyntaxError } from "../../cni/json/json-error.ts";
import { isJsonArray, isJsonObject, type JsonValue } from "../../cni/json/json-value.ts";
import { parseJson } from "../../cni/json/parse-json.ts";
import { isSystemError } from "../../cni/system-error.ts";
import { findSysctl } from "../../plugins/shared/sysctl.ts";
import { VERSION } from "../../version.ts";
import { drawPicture, pictureToJson } from "../show/picture.ts";
import type { Examination } from "./examine.ts";
import { findingToJson } from "./report.ts";

/** Keys whose values are nobody else's business. */
const SECRET = /pass(word|wd|phrase)?$|secret|token|credential|(api|private|access|encryption).?key|^auth|kubeconfig/i;

/** A configuration of whichever plugin, without what may be a secret. */
export function withoutSecrets(value: JsonValue): JsonValue {
  if (isJsonArray(value)) return value.map(withoutSecrets);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, SECRET.test(key) ? "(left out)" : withoutSecrets(each)]),
  );
}

/** A text that cannot be read as JSON cannot be freed of secrets either, and is left out. */
function readConfiguration(path: string): JsonWritable {
  try {
    return withoutSecrets(parseJson(readFileSync(path)));
  } catch (error) {
    if (error instanceof JsonSyntaxError) return `(no JSON: ${error.message})`;
    if (isSystemError(error)) return `(${error.message})`;
    throw error;
  }
}

const SYSCTLS = [
  "net/ipv4/ip_forward",
  "net/ipv6/conf/all/forwarding",
  "net/ipv6/conf/all/disable_ipv6",
  "net/ipv4/conf/all/rp_filter",
  "net/bridge/bridge-nf-call-iptables",
  "net/bridge/bridge-nf-call-ip6tables",
  "net/netfilter/nf_conntrack_count",
  "net/netfilter/nf_conntrack_max",
];

/** All that somebody needs who is to help from afar: what was found, what there is, how it is configured. */
export function makeBundle({ node, findings, unread }: Examination): string {
  const { folders, config, stores, inventory } = node;
  const bundle = {
    cniTs: VERSION,
    made: new Date().toISOString(),
    kernel: `${release()} ${version()} ${machine()}`,
    runtime: `${process.release.name} ${process.version}`,
    folders: { ...folders },
    findings: findings.map(findingToJson),
    unread: [...unread],
    sysctls: Object.fromEntries(SYSCTLS.map((key) => [key.replaceAll("/", "."), findSysctl(key)])),
    configurations: config.files.map(({ path }) => ({ path, content: readConfiguration(path) })),
    leases: stores.flatMap(({ held }) => held.map((each) => ({ ...each }))),
    picture: pictureToJson(drawPicture(inventory)),
  };
  return `${formatJson(bundle, { indent: 2 })}\n`;
}

/** Writes it beside its place and renames it, readable by its owner only: it tells all of a network. */
export function writeBundle(path: string, text: string): void {
  const temporary = `${path}.tmp`;
  const fd = openSync(temporary, "w", 0o600);
  try {
    writeFileSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(temporary, path);
}
