import { readFileSync } from "node:fs";
import t from "tap";
import { VERSION } from "../src/version.ts";

t.test("the version is the package's", async (t) => {
  // Compiled, this file is two folders below the project's.
  const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
    version: string;
  };
  t.equal(VERSION, manifest.version);
});
