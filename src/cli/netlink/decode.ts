import { readFileSync } from "node:fs";
import { type Command, Option } from "commander";
import { formatJson, type JsonWritable } from "../../cni/json/format-json.ts";
import { readAll, writeAll } from "../../cni/skel/stdio.ts";
import { describeDatagram, formatMessage, type MessageDescription, toJson } from "../../netlink/describe/index.ts";
import { nlmsghdr } from "../../netlink/message/header.ts";
import { nfgenmsg } from "../../netlink/netfilter/nfgenmsg.ts";
import { NETLINK_NETFILTER, NETLINK_ROUTE, NLMSG_HDRLEN } from "../../netlink/uapi/netlink.ts";
import { NFNL_MSG_BATCH_BEGIN } from "../../netlink/uapi/nfnetlink.ts";
import { TypedError } from "../../typed-error.ts";
import { runAction } from "../run-action.ts";
import { UsageError } from "../usage-error.ts";
import { type InputFormat, inputFormats, readDatagrams } from "./decode-input.ts";

interface DecodeFlags {
  readonly protocol?: string;
  readonly format?: InputFormat;
  readonly verbose?: boolean;
  readonly json?: boolean;
}

/** Bytes that are no netlink message, or not a whole one. */
class DecodeError extends TypedError {
  readonly code = "ERR_CLI_DECODE";
}

const PROTOCOLS: Readonly<Record<string, number>> = { route: NETLINK_ROUTE, netfilter: NETLINK_NETFILTER };

/**
 * Types of NETLINK_NETFILTER have their subsystem, never 0, in the upper byte; those of NETLINK_ROUTE are below 256. A batch
 * begins with the number of RTM_NEWLINK, but has no more than struct nfgenmsg.
 */
function guessProtocol(bytes: Uint8Array): number {
  if (bytes.length < NLMSG_HDRLEN) return NETLINK_ROUTE;
  const { type, len } = nlmsghdr.read(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0);
  const isBatch = type === NFNL_MSG_BATCH_BEGIN && len === NLMSG_HDRLEN + nfgenmsg.size;
  return type >= 0x100 || isBatch ? NETLINK_NETFILTER : NETLINK_ROUTE;
}

function protocolOf(word: string | undefined, bytes: Uint8Array): number {
  if (word === undefined) return guessProtocol(bytes);
  const protocol = PROTOCOLS[word] ?? (/^\d{1,2}$/.test(word) ? Number(word) : undefined);
  if (protocol === undefined)
    throw new UsageError(`protocol ${JSON.stringify(word)}: expected route, netfilter or a number`);
  return protocol;
}

function format(messages: readonly MessageDescription[], { json, verbose = false }: DecodeFlags): string {
  if (json) return `${formatJson(toJson(messages) as JsonWritable, { indent: 2 })}\n`;
  return messages.map((message) => `${formatMessage(message, { verbose })}\n`).join("");
}

export function defineDecode(netlink: Command): void {
  netlink
    .command("decode")
    .description("Says what netlink messages mean: bytes of a datagram, or of several one after the other.")
    .argument("[file]", "where they are written down; standard input when left out or `-`", "-")
    .option("--protocol <protocol>", "route, netfilter or a number; guessed by the first message when left out")
    .addOption(new Option("--format <format>", "how they are written; guessed when left out").choices(inputFormats))
    .option("--verbose", "everything: members that are zero, long values whole")
    .option("--json", "print a list of objects")
    .action((file: string, flags: DecodeFlags) =>
      runAction({ name: "netlink decode" }, async () => {
        const bytes = readDatagrams(file === "-" ? readAll(0) : readFileSync(file), flags.format);
        if (bytes.length === 0) throw new UsageError("nothing to decode");
        const messages = describeDatagram(protocolOf(flags.protocol, bytes), bytes);
        writeAll(1, format(messages, flags));
        // What could be read has been printed.
        const bad = messages.find(({ problem }) => problem !== undefined);
        if (bad !== undefined) throw new DecodeError(`${bad.name} at offset ${bad.offset}: ${bad.problem}`);
        return "";
      }),
    );
}
