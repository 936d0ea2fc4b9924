import { join } from "node:path";
import t from "tap";
import { sha512 } from "../../../src/plugins/shared/sha512.ts";
import { needs } from "../../harness/needs.ts";
import { run } from "../../harness/run.ts";
import { bunPath, projectRoot } from "../../netlink/bun.ts";

// FIPS 180-4, example of one block.
const ABC =
  "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a" +
  "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f";

t.test("the digest in hex", async (t) => {
  t.equal(await sha512("abc"), ABC);
  // The ifb of the reference's bandwidth for the network "net" and the container "box": bwpa365e73543b0.
  t.match(await sha512("netbox"), /^a365e73543b0/);
  t.match(await sha512("ü"), /^[0-9a-f]{128}$/);
});

t.test("Bun's is the same", async (t) => {
  const bun = bunPath();
  if (!needs({ files: [bun] }, t)) return;
  const module = join(projectRoot(), "src/plugins/shared/sha512.ts");
  const program = `console.log(await (await import(${JSON.stringify(module)})).sha512("netbox ü"))`;
  t.equal(run([bun, "-e", program]).trim(), await sha512("netbox ü"));
});
