import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { runAction } from "../run-action.ts";
import { writeOutput } from "./write-output.ts";

export function defineToPcap(trace: Command): void {
  trace
    .command("to-pcap")
    .description(
      "Make a pcap file of a recording's datagrams, as one captured on an nlmon device: tshark and Wireshark read it.",
    )
    .argument("<trace>", "the .nltrace file")
    .argument("<pcap>", "the file to write; - is standard output")
    .action((from: string, to: string) =>
      runAction({ name: "trace to-pcap" }, async () => {
        const { decodeTrace, traceToPcap } = await import("../../netlink/trace/index.ts");
        const recorded = decodeTrace(readFileSync(from));
        writeOutput(to, traceToPcap(recorded));
        if (recorded.damage !== undefined) throw recorded.damage;
        return "";
      }),
    );
}
