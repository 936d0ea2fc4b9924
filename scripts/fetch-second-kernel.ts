// Fetches the second kernel (user-mode Linux) into .reference/second-kernel, for `npm run test:second-kernel`.
//
// It is Debian's package `user-mode-linux` of the suite forky, not the machine's own: kernels before 6.13 hold the floating
// point state of a process in a buffer of fixed size, and stop at once ("ptrace set fp regs failed, errno = 14") on a
// processor whose state is larger (AMX). Its program needs a newer C library than Debian 12 has, so that comes along.

import { existsSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { DebianPackageError, fetchDebianPackages } from "./debian-package.ts";

const LOADER = "/lib64/ld-linux-x86-64.so.2";
/** Where the program finds its loader: relative to its working directory, which is the folder that holds all of it. */
const OWN_LOADER = "lib/ld.so";

/** Makes the program load with the C library beside it; its own name for the loader is overwritten in place. */
function useOwnLoader(program: string): void {
  const bytes = readFileSync(program);
  const at = bytes.indexOf(`${LOADER}\0`, 0, "latin1");
  if (at < 0) throw new DebianPackageError("ERR_PACKAGE_MISSING", `${program} does not name ${LOADER} as its loader`);
  bytes.fill(0, at, at + LOADER.length);
  bytes.write(OWN_LOADER, at, "latin1");
  writeFileSync(program, bytes);
}

function fetchSecondKernel(folder: string): string {
  const stamp = join(folder, "version");
  if (existsSync(stamp)) return `${folder}: already there (${readFileSync(stamp, "utf8").trim()})`;
  const making = `${folder}.new`;
  rmSync(making, { recursive: true, force: true });
  const files = fetchDebianPackages({
    suite: "forky",
    packages: ["user-mode-linux", "libc6"],
    into: making,
    scratch: `${folder}.apt`,
  });
  useOwnLoader(join(making, "usr/bin/linux.uml"));
  const library = join(making, "usr/lib/x86_64-linux-gnu");
  const loader = readdirSync(library).find((name) => name === "ld-linux-x86-64.so.2");
  if (loader === undefined) throw new DebianPackageError("ERR_PACKAGE_MISSING", `${library} holds no loader`);
  symlinkSync(loader, join(library, "ld.so"));
  symlinkSync(relative(making, library), join(making, "lib"));
  writeFileSync(join(making, "version"), `${files.join(" ")}\n`);
  rmSync(folder, { recursive: true, force: true });
  renameSync(making, folder);
  return `${folder}: fetched ${files.join(" ")}`;
}

try {
  console.log(fetchSecondKernel(resolve(process.argv[2] ?? ".reference/second-kernel")));
} catch (error) {
  if (!(error instanceof DebianPackageError)) throw error;
  console.error(`fetch:second-kernel: ${error.message}`);
  process.exitCode = 1;
}
