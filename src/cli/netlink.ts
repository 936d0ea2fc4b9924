import type { Command } from "commander";
import { defineDecode } from "./netlink/decode.ts";
import { defineDump } from "./netlink/dump.ts";
import { defineGet } from "./netlink/get.ts";
import { defineMonitor } from "./netlink/monitor.ts";

export function defineNetlink(program: Command): void {
  const netlink = program
    .command("netlink")
    .description("What the kernel has and what it tells, in the words of ip, bridge, tc and nft. Changes nothing.");
  for (const define of [defineDump, defineGet, defineMonitor, defineDecode]) define(netlink);
}
