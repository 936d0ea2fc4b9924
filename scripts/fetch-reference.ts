// `npm run fetch:reference [-- FOLDER]`: the reference plugins into .reference/bin (or FOLDER/bin).

import { resolve } from "node:path";
import { FetchReferenceError, fetchReferencePlugins } from "./reference-plugins.ts";

try {
  console.log(fetchReferencePlugins(resolve(process.argv[2] ?? ".reference")));
} catch (error) {
  if (!(error instanceof FetchReferenceError)) throw error;
  console.error(`fetch:reference: ${error.message}`);
  process.exitCode = 1;
}
