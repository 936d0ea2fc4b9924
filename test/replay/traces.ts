import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { decodeTrace, type Trace } from "../../src/netlink/trace/index.ts";

const folder = fileURLToPath(new URL("../../../fixtures/traces/", import.meta.url));

const SUFFIX = ".nltrace";

export interface TraceFixture {
  /** `bridge/gateway-ADD` */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly trace: Trace;
}

/** The recorded runs of plugins. */
export function readTraces(): readonly TraceFixture[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(SUFFIX) && !path.startsWith("foreign/"))
    .map((path) => path.slice(0, -SUFFIX.length))
    .sort()
    .map((name) => {
      const bytes = readFileSync(`${folder}${name}${SUFFIX}`);
      return { name, bytes, trace: decodeTrace(bytes) };
    });
}

/** @throws {TypeError} where there is none of that name */
export function readTrace(name: string): Trace {
  const found = readTraces().find((fixture) => fixture.name === name);
  if (found === undefined) throw new TypeError(`no trace ${name}`);
  return found.trace;
}
