import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Rule, ruleMessage } from "../../../../src/netlink/netfilter/nftables/rule/rule.ts";
import { NLMSG_HDRLEN } from "../../../../src/netlink/uapi/netlink.ts";
import { projectRoot } from "../../bun.ts";
import { hex, viewOf } from "../../bytes.ts";

/** A rule as scripts/record-xtables-fixtures.ts recorded it. */
export interface XtablesFixture {
  readonly command: string;
  /** Behind `-A CHAIN`. */
  readonly printed: string;
  /** What iptables sent, and what the kernel lists. */
  readonly sent: Uint8Array;
  readonly listed: Uint8Array;
}

interface FixtureFile {
  readonly rules: readonly { command: string; printed: string; sent: string[]; listed: string[] }[];
}

const folder = join(projectRoot(), "fixtures/wire/xtables");

const bytesOf = (lines: readonly string[]): Uint8Array =>
  hex(lines.map((line) => line.trimStart().split("  ")[0] ?? "").join(""));

export function readXtablesFixtures(): XtablesFixture[] {
  const files = readdirSync(folder).filter((file) => file.startsWith("ip"));
  return files.flatMap((file) => {
    const { rules } = JSON.parse(readFileSync(join(folder, file), "utf8")) as FixtureFile;
    return rules.map(({ command, printed, sent, listed }) => ({
      command,
      printed: printed.replace(/^-A CHAIN ?/, ""),
      sent: bytesOf(sent),
      listed: bytesOf(listed),
    }));
  });
}

/** The question of iptables whether the kernel has `-m comment`. */
export function readCompatFixture(): Uint8Array {
  const { request } = JSON.parse(readFileSync(join(folder, "compat.json"), "utf8")) as { request: string[] };
  return bytesOf(request);
}

/** The rule of a message. */
export function ruleOf(message: Uint8Array): Rule {
  return ruleMessage.decodeObject(viewOf(message), NLMSG_HDRLEN, message.length) as Rule;
}
