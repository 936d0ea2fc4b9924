import t from "tap";
import { findArrowViolations, findImportRings } from "./arrows.ts";
import { findImports } from "./imports.ts";
import { readSources, type SourceFile } from "./sources.ts";

const sources = readSources("src/");

t.test("the sources follow the arrows", async (t) => {
  t.ok(sources.length > 50, `${sources.length} files were read`);
  t.ok(sources.flatMap(findImports).length > 100, "and their imports");
  t.strictSame(findArrowViolations(sources), []);
  t.strictSame(findImportRings(sources), []);
});

/** Files that exist only here, each with one import. */
function world(...imports: readonly (readonly [from: string, statement: string])[]): readonly SourceFile[] {
  const targets = [
    "src/cni/cni-error.ts",
    "src/netlink/socket/exchange.ts",
    "src/plugins/ptp/add.ts",
    "src/cli/run.ts",
  ];
  const others = targets.filter((path) => imports.every(([from]) => from !== path)).map((path) => ({ path, text: "" }));
  return [...others, ...imports.map(([path, text]) => ({ path, text }))];
}

t.test("each arrow is seen when it is broken", async (t) => {
  const broken: readonly (readonly [from: string, statement: string, complaint: RegExp])[] = [
    ["src/cni/x.ts", 'import { a } from "../netlink/socket/exchange.ts";', /cni does not import socket/],
    ["src/cni/x.ts", 'import type { a } from "../netlink/socket/exchange.ts";', /cni does not import socket/],
    ["src/netlink/route/link/x.ts", 'import { a } from "../../socket/exchange.ts";', /codec does not import socket/],
    ["src/netlink/wire/x.ts", 'export * from "../socket/exchange.ts";', /wire does not import socket/],
    ["src/netlink/x.ts", 'import { a } from "../cni/cni-error.ts";', /codec does not import cni/],
    ["src/addr/x.ts", 'import { a } from "../cni/cni-error.ts";', /addr does not import cni/],
    ["src/plugins/bridge/x.ts", 'import { a } from "../ptp/add.ts";', /plugins do not import each other/],
    ["src/plugins/bridge/x.ts", 'const a = await import("../ptp/add.ts");', /plugins do not import each other/],
    ["src/plugins/shared/x.ts", 'import { a } from "../ptp/add.ts";', /shared does not import plugin/],
    ["src/ipam/static/x.ts", 'import { a } from "../../plugins/ptp/add.ts";', /ipam does not import plugin/],
    ["src/plugins/bridge/x.ts", 'import { a } from "../../cli/run.ts";', /plugin does not import cli/],
    ["src/cni/x.ts", 'import { a } from "./cni-error.js";', /ends in \.ts/],
    ["src/cni/x.ts", 'import { a } from "./nothing.ts";', /no such file/],
    ["src/extra/x.ts", 'import { a } from "../cni/cni-error.ts";', /no known part/],
    ["src/plugins/bridge/x.ts", 'import { execFile } from "node:child_process";', /executes programs/],
    ["src/cni/skel/x.ts", 'const { spawn } = await import("node:child_process");', /executes programs/],
    ["src/netlink/route/x.ts", 'import { dlopen } from "bun:ffi";', /calls libc/],
    ["src/netlink/route/x.ts", 'import { closeSync } from "#fs";', /src\/machine\.ts/],
    ["src/plugins/bridge/x.ts", 'import { Command } from "commander";', /start-up/],
    ["src/cni/config/x.ts", 'import { z } from "zod";', /zod\/mini/],
    ["src/registry.ts", 'import { a } from "./plugins/ptp/add.ts";', /evaluated at every start/],
    ["src/netlink/x.ts", 'import * as z from "zod/mini";', /configuration/],
  ];
  for (const [from, statement, complaint] of broken) {
    const found = findArrowViolations(world([from, statement]));
    t.equal(found.length, 1, `${from}: ${statement}`);
    t.match(found[0], complaint);
  }
});

t.test("what is allowed is not complained about", async (t) => {
  t.strictSame(
    findArrowViolations(
      world(
        ["src/main.ts", 'const { run } = await import("./cli/run.ts");'],
        ["src/plugins/bridge/add.ts", 'import { a } from "../../netlink/socket/exchange.ts";'],
        ["src/cni/invoke/x.ts", 'const { spawn } = await import("node:child_process");'],
        ["src/netlink/route/route-client.ts", 'import { a } from "../socket/exchange.ts";'],
        [
          "src/ipam/static/x.ts",
          '// import "../../plugins/ptp/add.ts"\nconst text = `import "../../plugins/ptp/add.ts"`;',
        ],
      ),
    ),
    [],
  );
});

t.test("a ring of imports is seen, one of types is none", async (t) => {
  const ring = (kind: string) => [
    { path: "src/addr/a.ts", text: 'import { b } from "./b.ts";' },
    { path: "src/addr/b.ts", text: `import ${kind}{ c } from "./c.ts";` },
    { path: "src/addr/c.ts", text: 'import { a, type d } from "./a.ts";' },
  ];
  t.strictSame(findImportRings(ring("")), ["src/addr/a.ts → src/addr/b.ts → src/addr/c.ts → src/addr/a.ts"]);
  t.strictSame(findImportRings(ring("type ")), []);
});
