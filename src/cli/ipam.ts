import { type Command, Option } from "commander";
import { CNI_ERROR, CniError } from "../cni/cni-error.ts";
import { formatJson } from "../cni/json/format-json.ts";
import { formatTable } from "./format-table.ts";
import { canonicalAddress } from "./ipam/canonical-address.ts";
import { formatFreed, freeAddresses } from "./ipam/free.ts";
import { type HeldAddress, listHeldAddresses, listNetworks, type StoreOptions } from "./ipam/held-address.ts";
import { runAction } from "./run-action.ts";
import { addStoreOptions } from "./store-options.ts";

interface ListFlags extends StoreOptions {
  readonly network?: string;
  readonly json?: boolean;
}

interface NetworkFlags extends ListFlags {
  readonly network: string;
}

interface FreeFlags extends NetworkFlags {
  readonly gone?: boolean;
  readonly force?: boolean;
  readonly reason?: string;
}

function requireNetwork(command: Command): Command {
  return command.addOption(new Option("--network <name>", "name of the network").makeOptionMandatory());
}

function toJson(held: readonly HeldAddress[]): string {
  return `${formatJson(
    held.map((one) => ({ ...one })),
    { indent: 2 },
  )}\n`;
}

const HEAD = ["network", "address", "container", "interface", "since", "holder"];

function toTable(held: readonly HeldAddress[]): string {
  const rows = held.map((one) => [one.network, one.address, one.containerId, one.ifname, one.since, one.state]);
  return formatTable(HEAD, rows);
}

function defineList(ipam: Command): void {
  const command = ipam
    .command("list")
    .description("The addresses that are held: by whom, since when, and whether the holder is alive.")
    .option("--network <name>", "only those of this network")
    .option("--json", "print a list of objects");
  addStoreOptions(command).action((flags: ListFlags) =>
    runAction({ name: "ipam list" }, async () => {
      const networks = flags.network === undefined ? listNetworks(flags.dataDir) : [flags.network];
      const held = networks.flatMap((network) => listHeldAddresses(network, flags));
      return flags.json ? toJson(held) : toTable(held);
    }),
  );
}

function defineShow(ipam: Command): void {
  const command = ipam
    .command("show")
    .description("Who holds an address. Exit code 1 when it is free.")
    .argument("<address>")
    .option("--json", "print an object");
  addStoreOptions(requireNetwork(command)).action((address: string, flags: NetworkFlags) =>
    runAction({ name: "ipam show" }, async () => {
      const wanted = canonicalAddress(address);
      const found = listHeldAddresses(flags.network, flags).find((one) => one.address === wanted);
      if (found === undefined) throw new CniError(CNI_ERROR.internal, `${wanted} is free in ${flags.network}`);
      if (flags.json) return `${formatJson({ ...found }, { indent: 2 })}\n`;
      return Object.entries(found)
        .map(([key, value]) => `${`${key}:`.padEnd(13)}${value === "" ? "-" : value}\n`)
        .join("");
    }),
  );
}

function defineFree(ipam: Command): void {
  const command = ipam
    .command("free")
    .description("Free addresses whose holder has not given them back. Those in use are refused.")
    .argument("[address...]")
    .option("--gone", "all whose holder's namespace is gone")
    .option("--force", "also what is in use")
    .option("--reason <text>", "why they are freed, to be printed with them")
    .option("--json", "print a list of objects");
  addStoreOptions(requireNetwork(command)).action((addresses: readonly string[], flags: FreeFlags) =>
    runAction({ name: "ipam free" }, async () => {
      const { gone = false, force = false, reason = "", json } = flags;
      const freed = await freeAddresses({ ...flags, addresses, gone, force });
      if (!json) return freed.map((each) => formatFreed(each, reason)).join("");
      return `${formatJson(
        freed.map((each) => ({ ...each, reason })),
        { indent: 2 },
      )}\n`;
    }),
  );
}

export function defineIpam(program: Command): void {
  const ipam = program.command("ipam").description("The addresses that host-local has given away.");
  for (const define of [defineList, defineShow, defineFree]) define(ipam);
}
