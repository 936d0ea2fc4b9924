import * as node from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { FileSystem } from "../../machine.ts";

/** The thread's own part of /proc: its namespace's sysctls, and descriptors. */
const OWN = /^\/proc\/(sys\/net|self|thread-self)(\/|$)/;

type OnPath<R> = (path: string, ...rest: never[]) => R;

/**
 * Files of this machine as they are, whose changes go to a directory: what is written is copied there first, and read from
 * there afterwards. Only the sysctls of the thread's own network are written where they are.
 */
class Overlay {
  readonly #upper: string;
  readonly #below: FileSystem;
  /** Removed, as far as readers are told. */
  readonly #removed = new Set<string>();

  constructor(upper: string, below: FileSystem) {
    this.#upper = upper;
    this.#below = below;
  }

  #above(path: string): string {
    return join(this.#upper, path);
  }

  /** Where to read a file. */
  visible(path: string): string {
    const absolute = resolve(path);
    if (OWN.test(absolute) || absolute.startsWith(`${this.#upper}/`)) return path;
    const above = this.#above(absolute);
    const isAbove = node.lstatSync(above, { throwIfNoEntry: false }) !== undefined;
    return isAbove || this.#removed.has(absolute) ? above : path;
  }

  /** Where to change a file: what there is of it is copied there, and so is its directory. */
  writable(path: string): string {
    const absolute = resolve(path);
    if (OWN.test(absolute)) return path;
    const above = this.#above(absolute);
    this.#copyDirectory(dirname(absolute));
    const seen = this.visible(absolute);
    const stats = seen === above ? undefined : node.statSync(seen, { throwIfNoEntry: false });
    if (stats?.isDirectory()) this.#copyDirectory(absolute);
    else if (stats?.isFile()) node.copyFileSync(seen, above);
    return above;
  }

  #copyDirectory(path: string): void {
    if (node.statSync(this.visible(path), { throwIfNoEntry: false })?.isDirectory()) {
      node.mkdirSync(this.#above(path), { recursive: true });
    }
  }

  list(path: string): string[] {
    const absolute = resolve(path);
    const above = this.#above(absolute);
    const names = node.existsSync(above) ? node.readdirSync(above) : [];
    const below = names.length === 0 || node.existsSync(absolute) ? this.#below.readdirSync(path) : [];
    const kept = below.filter((name) => !this.#removed.has(join(absolute, name)));
    return [...new Set([...kept, ...names])].sort();
  }

  remove(path: string): void {
    node.unlinkSync(this.writable(path));
    this.#removed.add(resolve(path));
  }

  rename(from: string, to: string): void {
    node.renameSync(this.writable(from), this.writable(to));
    this.#removed.add(resolve(from));
    this.#removed.delete(resolve(to));
  }

  link(from: string, to: string): void {
    node.linkSync(this.writable(from), this.writable(to));
    this.#removed.delete(resolve(to));
  }
}

/** The files of `system`, a machine's own; everything that is changed is changed below the directory `upper`. */
export function overlayFiles(upper: string, system: FileSystem): FileSystem {
  const overlay = new Overlay(upper, system);
  const reading = <F extends OnPath<unknown>>(call: F): F =>
    ((path: unknown, ...rest: never[]) =>
      call((typeof path === "string" ? overlay.visible(path) : path) as string, ...rest)) as F;
  const open = (path: string, flags: string | number = "r", mode?: number): number => {
    const isReading = flags === "r" || (typeof flags === "number" && (flags & ~READ_FLAGS) === 0);
    return system.openSync(isReading ? overlay.visible(path) : overlay.writable(path), flags, mode);
  };
  const mkdir = (path: string, options?: { recursive?: boolean; mode?: number }) =>
    node.mkdirSync(overlay.writable(path), options);
  return {
    ...system,
    accessSync: reading(system.accessSync),
    existsSync: reading(system.existsSync),
    readFileSync: reading(system.readFileSync as OnPath<unknown>) as FileSystem["readFileSync"],
    readlinkSync: reading(system.readlinkSync as OnPath<unknown>) as FileSystem["readlinkSync"],
    statSync: reading(system.statSync as OnPath<unknown>) as FileSystem["statSync"],
    statfsSync: reading(system.statfsSync as OnPath<unknown>) as FileSystem["statfsSync"],
    readdirSync: ((path: string) => overlay.list(path)) as FileSystem["readdirSync"],
    openSync: open as FileSystem["openSync"],
    mkdirSync: mkdir as FileSystem["mkdirSync"],
    unlinkSync: (path) => overlay.remove(path as string),
    renameSync: (from, to) => overlay.rename(from as string, to as string),
    linkSync: (from, to) => overlay.link(from as string, to as string),
  };
}

/** Flags of open(2) that change nothing. */
const READ_FLAGS =
  node.constants.O_NONBLOCK | node.constants.O_DIRECTORY | node.constants.O_NOFOLLOW | node.constants.O_RDONLY;
