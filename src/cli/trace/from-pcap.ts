import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { runAction } from "../run-action.ts";
import { writeOutput } from "./write-output.ts";

export function defineFromPcap(trace: Command): void {
  trace
    .command("from-pcap")
    .description("Make a recording of a capture on an nlmon device (pcap, link type 253).")
    .argument("<pcap>", "the pcap file")
    .argument("<trace>", "the .nltrace file to write; - is standard output")
    .action((from: string, to: string) =>
      runAction({ name: "trace from-pcap" }, async () => {
        const { decodePcap, encodeTrace, pcapToTrace } = await import("../../netlink/trace/index.ts");
        const { packets, damage } = decodePcap(readFileSync(from));
        writeOutput(to, encodeTrace(pcapToTrace(packets)));
        if (damage !== undefined) throw damage;
        return "";
      }),
    );
}
