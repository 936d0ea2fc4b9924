// Records fixtures/wire/nftables: what `nft` asks and the kernel answers, byte for byte.
//
//   npm run build:scripts && node build/scripts/record-nft-fixtures.js [NAME …]       as root
//
// What the kernel refuses is recorded as well: `nft` has said it all the same.

import { mkdirSync, writeFileSync } from "node:fs";
import { release } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { NFNL_MSG_BATCH_BEGIN, NFNL_MSG_BATCH_END, NFNL_SUBSYS_NFTABLES } from "../src/netlink/uapi/nfnetlink.ts";
import { captureNetlink } from "./wire-capture.ts";
import { annotateNftMessage } from "./wire-fixtures/annotate-nft.ts";
import { type NftRecording, nftRecordings } from "./wire-fixtures/nftables.ts";
import { run } from "./wire-fixtures/recording.ts";

const folder = join(resolve(fileURLToPath(import.meta.url), "../../.."), "fixtures/wire/nftables");

function record({ name, setup = [], command }: NftRecording): object {
  const netns = `wire-fixtures-${process.pid}`;
  const inside = ["ip", "netns", "exec", netns];
  run(["ip", "netns", "add", netns]);
  try {
    run(["ip", "-n", netns, "link", "add", "v0", "type", "veth", "peer", "name", "v1"]);
    for (const line of setup) run([...inside, "nft", line]);
    const { sent, received, status, stderr } = captureNetlink([...inside, "nft", command]);
    return {
      name,
      kernel: release(),
      tool: run(["nft", "--version"]).trim(),
      setup: setup.map((line) => `nft '${line}'`),
      command: `nft '${command}'`,
      ...(status === 0 ? {} : { refused: stderr.trim() }),
      sent: distinct(sent.filter(isOurs).map(annotateNftMessage)),
      received: distinct(received.filter(isOurs).map(annotateNftMessage)),
    };
  } finally {
    run(["ip", "netns", "delete", netns]);
  }
}

/** `nft` asks for the generation before and after a listing. */
function distinct(messages: readonly string[][]): string[][] {
  return [...new Map(messages.map((lines) => [lines.join("\n"), lines])).values()];
}

function isOurs(message: Uint8Array): boolean {
  const type = new DataView(message.buffer, message.byteOffset).getUint16(4, true);
  return type >> 8 === NFNL_SUBSYS_NFTABLES || type === NFNL_MSG_BATCH_BEGIN || type === NFNL_MSG_BATCH_END;
}

const named = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
for (const recording of nftRecordings) {
  if (named.length > 0 && !named.includes(recording.name)) continue;
  try {
    writeFileSync(join(folder, `${recording.name}.json`), `${JSON.stringify(record(recording), undefined, 1)}\n`);
  } catch (error) {
    console.log(`${recording.name}: ${(error as Error).message}`);
  }
}
