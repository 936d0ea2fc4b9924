import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hostLocal } from "../../../src/ipam/host-local/plugin.ts";
import { type Answer, type Call, callPlugin } from "../call-plugin.ts";

/** A directory of leases of its own for each test. */
export class TestStore {
  readonly dataDir: string;
  /** Where the leases of the network `net` are. */
  readonly directory: string;

  constructor(t: { teardown(clean: () => void): void }, parent: string = tmpdir()) {
    this.dataDir = mkdtempSync(join(parent, "host-local-"));
    this.directory = join(this.dataDir, "net");
    t.teardown(() => rmSync(this.dataDir, { recursive: true, force: true }));
  }

  /** Calls host-local on this store; `ipam` beside `dataDir`. */
  call(
    command: NonNullable<Call["command"]>,
    options: Partial<Call> & { ipam?: Record<string, unknown> },
  ): Promise<Answer> {
    const ipam = { type: "host-local", dataDir: this.dataDir, ...options.ipam };
    return callPlugin(hostLocal, { ...options, command, config: { ipam, ...options.config } });
  }

  /** Puts files into the store of `net`, as a crash or another plugin may have left them. */
  write(files: Record<string, string>): void {
    mkdirSync(this.directory, { recursive: true });
    for (const [name, content] of Object.entries(files)) writeFileSync(join(this.directory, name), content);
  }

  /** Every file of the store of `net` but the lock, with its content. */
  files(): Record<string, string> {
    const names = readdirSync(this.directory).sort();
    return Object.fromEntries(
      names.filter((name) => name !== "lock").map((name) => [name, readFileSync(join(this.directory, name), "utf8")]),
    );
  }
}

/** The addresses of a result, in order. */
export function addressesOf(answer: Answer): unknown {
  const ips = answer.json?.ips;
  return Array.isArray(ips) ? ips.map((ip: { address: string }) => ip.address) : answer.json;
}
