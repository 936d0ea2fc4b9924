import { findImports, type Import } from "./imports.ts";
import type { SourceFile } from "./sources.ts";

/** Which parts of src each part may import; a part may always import itself. The first pattern that fits a path names it. */
const parts: readonly { readonly name: string; readonly path: RegExp; readonly may: readonly string[] }[] = [
  { name: "leaf", path: /^src\/(machine|typed-error|version)\.ts$/, may: [] },
  {
    name: "entry",
    path: /^src\/main[^/]*\.ts$/,
    may: ["registry", "plugin", "ipam", "cli", "trace", "cni", "netlink"],
  },
  { name: "registry", path: /^src\/(registry|configurations)\.ts$/, may: ["plugin", "ipam", "cni"] },
  { name: "addr", path: /^src\/addr\//, may: [] },
  { name: "uapi", path: /^src\/netlink\/uapi\//, may: [] },
  { name: "wire", path: /^src\/netlink\/wire\//, may: ["addr", "uapi"] },
  { name: "message", path: /^src\/netlink\/message\//, may: ["addr", "uapi", "wire"] },
  { name: "socket", path: /^src\/netlink\/socket\//, may: ["addr", "uapi", "wire", "message"] },
  {
    name: "client",
    path: /^src\/netlink\/((.*\/)?index|.*-client|testing\/.*|trace\/.*)\.ts$/,
    may: ["netlink", "socket"],
  },
  { name: "transaction", path: /^src\/netlink\/netfilter\/.*(batch|transaction)\.ts$/, may: ["netlink", "socket"] },
  { name: "codec", path: /^src\/netlink\//, may: ["addr", "uapi", "wire", "message"] },
  { name: "cni", path: /^src\/cni\//, may: ["addr"] },
  { name: "shared", path: /^src\/plugins\/shared\//, may: ["cni", "netlink", "addr"] },
  { name: "plugin", path: /^src\/plugins\//, may: ["shared", "cni", "netlink", "addr"] },
  { name: "ipam", path: /^src\/ipam\//, may: ["shared", "cni", "netlink", "addr"] },
  // A run of a plugin, recorded or replayed: what cni and netlink do not know of each other.
  { name: "trace", path: /^src\/trace\//, may: ["registry", "cni", "netlink"] },
  // `cni-ts ipam` looks into the stores of IPAM.
  { name: "cli", path: /^src\/cli\//, may: ["registry", "trace", "shared", "ipam", "cni", "netlink", "addr"] },
];

/** `netlink` in a list means all of these. */
const netlinkParts = ["uapi", "wire", "message", "socket", "client", "transaction", "codec", "addr"];

/** Programs written in src that may use what nobody else may: the importers of a module, by its specifier. */
const reserved: readonly { readonly module: RegExp; readonly by: RegExp; readonly why: string }[] = [
  { module: /^(node:)?child_process$/, by: /^src\/cni\/invoke\//, why: "only src/cni/invoke executes programs" },
  {
    module: /^(bun:ffi|koffi)$/,
    by: /^src\/netlink\/socket\/libc-/,
    why: "only src/netlink/socket/libc-*.ts calls libc",
  },
  {
    module: /^#fs$/,
    by: /^src\/machine\.ts$/,
    why: "files are `fs` of src/machine.ts, where a recording takes their place",
  },
  { module: /^commander$/, by: /^src\/cli\//, why: "commander is for the cni-ts command; it costs start-up time" },
  {
    module: /^re2js$/,
    by: /^src\/plugins\/tuning\/allowlist\.ts$/,
    why: "a quarter of a megabyte, for the allowlist's expressions",
  },
  { module: /^zod$/, by: /^$/, why: "zod costs 4 ms at start; zod/mini less than one" },
  { module: /^zod\/mini$/, by: /^src\/(cni|ipam|plugins|cli)\//, why: "configuration is read there" },
  { module: /^(node:)?process$/, by: /^src\/(main[^/]*\.ts$|cni\/skel\/run-plugin\.ts$|cli\/)/, why: "see `process`" },
  {
    module: /^@bufbuild\/protobuf/,
    by: /^src\/netlink\/trace\//,
    why: "ten milliseconds of start-up, for traces",
  },
  { module: /^#?buffer-layout$/, by: /^src\/netlink\/wire\/struct\.ts$/, why: "structs are declared by defineStruct" },
];

/** Every import in src that goes against the arrows of the architecture, in words. */
export function findArrowViolations(files: readonly SourceFile[]): readonly string[] {
  const paths = new Set(files.map((file) => file.path));
  return files.flatMap(findImports).flatMap((found) => {
    const complaint = found.target === undefined ? complainModule(found) : complainFile(found, found.target, paths);
    return complaint === undefined ? [] : [`${found.from}:${found.line}: imports ${found.specifier}: ${complaint}`];
  });
}

function complainModule(found: Import): string | undefined {
  return reserved.find((rule) => rule.module.test(found.specifier) && !rule.by.test(found.from))?.why;
}

function complainFile(found: Import, target: string, paths: ReadonlySet<string>): string | undefined {
  if (!target.endsWith(".ts")) return "a relative import ends in .ts";
  // Generated code is not among the files read.
  if (!paths.has(target) && !target.includes("/gen/")) return "there is no such file";
  const from = parts.find((part) => part.path.test(found.from));
  const to = parts.find((part) => part.path.test(target));
  if (from === undefined) return "the importing file belongs to no known part of src";
  if (to === undefined) return "the imported file belongs to no known part of src";
  if (to.name === "leaf") return undefined;
  if (from.name === "entry" || from.name === "registry") {
    const eager = complainEager(found, to.name);
    if (eager !== undefined) return eager;
  }
  if (from.name === to.name) return complainSibling(from.name, found.from, target);
  const allowed = from.may.includes("netlink") ? [...from.may, ...netlinkParts] : from.may;
  return allowed.includes(to.name) ? undefined : `${from.name} does not import ${to.name}`;
}

/** What the entry or the registry imports statically is evaluated at every start, whichever plugin is called. */
function complainEager(found: Import, to: string): string | undefined {
  const isLazy = found.kind !== "static" || !["plugin", "ipam", "cli", "trace", "shared"].includes(to);
  return isLazy ? undefined : `${to} is evaluated at every start: import() it where it is called`;
}

/** One plugin does not import another: src/plugins/a and src/plugins/b, src/ipam/a and src/ipam/b. */
function complainSibling(part: string, from: string, target: string): string | undefined {
  if (part !== "plugin" && part !== "ipam") return undefined;
  const own = /^src\/[^/]+\/([^/]+)\//;
  const folder = own.exec(target)?.[1];
  return folder === undefined || folder === own.exec(from)?.[1] ? undefined : "plugins do not import each other";
}

/** The peer of a veth is a link, with all that a link can have (VETH_INFO_PEER of linux/veth.h). */
const inherent = { from: "src/netlink/route/link/kinds/veth.ts", target: "src/netlink/route/link/link-message.ts" };

/** Files that import each other in a ring (types aside), one line a ring. */
export function findImportRings(files: readonly SourceFile[]): readonly string[] {
  const edges = new Map(
    files.map((file) => [
      file.path,
      findImports(file)
        .filter((found) => found.kind === "static")
        .filter((found) => found.from !== inherent.from || found.target !== inherent.target)
        .flatMap((found) => (found.target === undefined ? [] : [found.target])),
    ]),
  );
  const done = new Set<string>();
  const rings: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) rings.push([...trail.slice(at), path].join(" → "));
    if (at >= 0 || done.has(path)) return;
    for (const next of edges.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of edges.keys()) visit(path, []);
  return rings;
}
