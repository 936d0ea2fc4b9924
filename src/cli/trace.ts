import type { Command } from "commander";
import { defineFromPcap } from "./trace/from-pcap.ts";
import { defineReplay } from "./trace/replay.ts";
import { defineShow } from "./trace/show.ts";
import { defineToPcap } from "./trace/to-pcap.ts";

export function defineTrace(program: Command): void {
  const trace = program.command("trace").description("Recordings of netlink (.nltrace): what was asked of the kernel.");
  defineShow(trace);
  defineToPcap(trace);
  defineFromPcap(trace);
  defineReplay(trace);
}
