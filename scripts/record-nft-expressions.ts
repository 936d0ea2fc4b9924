// Records fixtures/wire/nft-expressions.json and nft-rules.json: the expressions that `nft` makes of a rule, and what the
// kernel reports of them.
//
//   npm run build:scripts && node build/scripts/record-nft-expressions.js       as root
//
// What the kernel here refuses is recorded as well: `nft` has said it all the same.

import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { release } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { nfnlMsgType } from "../src/netlink/netfilter/nfgenmsg.ts";
import { NFT_MSG_NEWRULE, NFTA_RULE_EXPRESSIONS } from "../src/netlink/uapi/nf_tables.ts";
import { NFNL_SUBSYS_NFTABLES } from "../src/netlink/uapi/nfnetlink.ts";
import { captureNetlink } from "./wire-capture.ts";
import { type ExpressionScenario, expressionScenarios } from "./wire-fixtures/nft-expressions.ts";
import { ruleScenarios } from "./wire-fixtures/nft-rules.ts";
import { RecordingError, run } from "./wire-fixtures/recording.ts";

const folder = join(resolve(fileURLToPath(import.meta.url), "../../.."), "fixtures/wire");
const NEWRULE = nfnlMsgType(NFNL_SUBSYS_NFTABLES, NFT_MSG_NEWRULE);

/** Payloads of NFTA_RULE_EXPRESSIONS in messages that tell of a rule. */
function expressionsOf(messages: readonly Uint8Array[]): string[] {
  return messages.flatMap((message) => {
    const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
    if (view.getUint16(4, true) !== NEWRULE) return [];
    for (let at = 20; at + 4 <= message.length; ) {
      const length = Math.max(view.getUint16(at, true), 4);
      if ((view.getUint16(at + 2, true) & 0x3fff) === NFTA_RULE_EXPRESSIONS) {
        return [Buffer.from(message.subarray(at + 4, at + length)).toString("hex")];
      }
      at += (length + 3) & ~3;
    }
    return [];
  });
}

function makeTable([program = "", ...args]: readonly string[], table: string): void {
  const { status, stderr } = spawnSync(program, args, { input: table, encoding: "utf8" });
  if (status !== 0) throw new RecordingError(`${table}: ${stderr}`);
}

function record({ name, family = "inet", chain = "", objects = "", rule, atOnce }: ExpressionScenario): object {
  const netns = `wire-fixtures-${process.pid}`;
  const nft = (...args: string[]) => ["ip", "netns", "exec", netns, "nft", ...args];
  run(["ip", "netns", "add", netns]);
  try {
    const table = `table ${family} t {\n ${objects}\n chain c { ${chain} }\n}`;
    const adding = `add rule ${family} t c ${rule}`;
    if (!atOnce) makeTable(nft("-f", "-"), table);
    const added = captureNetlink(nft(atOnce ? `${table}\n${adding}` : adding));
    const [sent] = expressionsOf(added.sent);
    if (sent === undefined) throw new RecordingError(`nft sent no rule: ${added.stderr}`);
    if (added.status !== 0) return { name, family, table, rule, sent, refused: added.stderr.split("\n")[0] };
    const [reported] = expressionsOf(captureNetlink(nft("list", "ruleset")).received);
    return { name, family, table, rule, sent, reported };
  } finally {
    run(["ip", "netns", "delete", netns]);
  }
}

function recordAll(scenarios: readonly ExpressionScenario[]): object[] {
  return scenarios.flatMap((scenario) => {
    try {
      return [record(scenario)];
    } catch (error) {
      console.log(`${scenario.name}: not recorded: ${(error as Error).message.trim()}`);
      return [];
    }
  });
}

const header = { kernel: release(), tool: run(["nft", "--version"]).trim() };
for (const [name, scenarios] of [
  ["nft-expressions", expressionScenarios],
  ["nft-rules", ruleScenarios],
] as const) {
  const recording = { ...header, expressions: recordAll(scenarios) };
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(recording, undefined, 1)}\n`);
}
