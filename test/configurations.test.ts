import t from "tap";
import { configurations, findConfiguration } from "../src/configurations.ts";
import { registry } from "../src/registry.ts";

t.test("every plugin says what its configuration may hold", async (t) => {
  t.strictSame(Object.keys(configurations).sort(), Object.keys(registry).sort());
  for (const type of Object.keys(configurations)) {
    const configuration = await findConfiguration(type);
    t.equal(typeof configuration?.load, "function", type);
  }
  t.equal(findConfiguration("toString"), undefined);
});
