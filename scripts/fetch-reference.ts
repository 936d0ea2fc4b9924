// `npm run fetch:reference [-- FOLDER]`: the reference plugins into .reference/bin (or FOLDER/bin), out of a binary package of
// the Debian archive.

import { resolve } from "node:path";
import { DebianPackageError } from "./debian-package.ts";
import { fetchReferencePlugins } from "./reference-plugins.ts";

try {
  const fetched = fetchReferencePlugins(resolve(process.argv[2] ?? ".reference"));
  console.log(`${fetched.bin}: ${fetched.package}`);
} catch (error) {
  if (!(error instanceof DebianPackageError)) throw error;
  console.error(`fetch:reference: ${error.message}`);
  process.exitCode = 1;
}
