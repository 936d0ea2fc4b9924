// Records fixtures/wire/xtables: the rules that iptables-nft sends, how the kernel lists them, and how iptables prints them.
//
//   npm run build:scripts && node build/scripts/record-xtables-fixtures.js       as root

import { mkdirSync, writeFileSync } from "node:fs";
import { release } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { NFT_MSG_NEWRULE } from "../src/netlink/uapi/nf_tables.ts";
import * as nfTablesCompat from "../src/netlink/uapi/nf_tables_compat.ts";
import { NFNL_SUBSYS_NFT_COMPAT, NFNL_SUBSYS_NFTABLES } from "../src/netlink/uapi/nfnetlink.ts";
import { type Capture, captureNetlink } from "./wire-capture.ts";
import { annotateMessage, type MessageLayout } from "./wire-fixtures/annotate.ts";
import { annotateNftMessage } from "./wire-fixtures/annotate-nft.ts";
import { RecordingError, run } from "./wire-fixtures/recording.ts";
import { type XtablesRecording, xtablesRecordings } from "./wire-fixtures/xtables.ts";

const folder = join(resolve(fileURLToPath(import.meta.url), "../../.."), "fixtures/wire/xtables");
const netns = `wire-fixtures-${process.pid}`;
const CHAIN = "CHAIN";

function iptables(line: string): Capture {
  const capture = captureNetlink(["ip", "netns", "exec", netns, "sh", "-c", `exec ${line}`]);
  if (capture.status !== 0) throw new RecordingError(`${line}: ${capture.stderr.trim()}`);
  return capture;
}

const compatLayout: MessageLayout = {
  firstType: NFNL_SUBSYS_NFT_COMPAT << 8,
  header: "nfgenmsg",
  headerSize: 4,
  constants: nfTablesCompat,
  prefix: "NFTA_COMPAT_",
};

/** The question whether the kernel has a match in a revision, which iptables asks before it uses one. */
function recordCompat(): object {
  const command = `iptables -t filter -A ${CHAIN} -m comment --comment asked`;
  const asked = iptables(command).sent.find((message) => typeOf(message) === compatLayout.firstType);
  return { command, request: annotateMessage(compatLayout, asked ?? new Uint8Array()) };
}

function typeOf(message: Uint8Array): number {
  return new DataView(message.buffer, message.byteOffset).getUint16(4, true);
}

function isRule(message: Uint8Array): boolean {
  return typeOf(message) === ((NFNL_SUBSYS_NFTABLES << 8) | NFT_MSG_NEWRULE);
}

function record({ tool, table, rule }: XtablesRecording): object {
  const command = `${tool} -t ${table} -A ${CHAIN} ${rule}`;
  const { sent } = iptables(command);
  const { received, stdout } = iptables(`${tool} -t ${table} -S ${CHAIN}`);
  iptables(`${tool} -t ${table} -F ${CHAIN}`);
  return {
    command,
    printed: stdout.trim().split("\n").at(-1),
    sent: sent.filter(isRule).map(annotateNftMessage)[0],
    listed: received.filter(isRule).map(annotateNftMessage)[0],
  };
}

function madeBy(tool: string): object {
  return { kernel: release(), tool: run([tool, "--version"]).trim() };
}

function save(name: string, fixture: object): void {
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(fixture, undefined, 1)}\n`);
}

mkdirSync(folder, { recursive: true });
run(["ip", "netns", "add", netns]);
try {
  for (const tool of ["iptables", "ip6tables"]) {
    for (const table of ["nat", "filter", "mangle"]) {
      for (const chain of [CHAIN, "OTHER"]) iptables(`${tool} -t ${table} -N ${chain}`);
      const rules = xtablesRecordings.filter((recording) => recording.tool === tool && recording.table === table);
      if (rules.length === 0) continue;
      save(`${tool}-${table}`, { ...madeBy(tool), rules: rules.map(record) });
    }
  }
  save("compat", { ...madeBy("iptables"), ...recordCompat() });
} finally {
  run(["ip", "netns", "delete", netns]);
}
