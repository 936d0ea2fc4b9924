import t from "tap";
import type { Libc } from "../../../src/netlink/socket/libc.ts";
import { loadLibc } from "../../../src/netlink/socket/load-libc.ts";
import { cases } from "./libc-cases.ts";
import { testLibcCases } from "./test-libc-cases.ts";

testLibcCases(t, "cases", cases);

t.test("every method has a case", async (t) => {
  const libc = await loadLibc();
  const used = new Set<string>();
  const watched = new Proxy(libc, {
    get(target, name: keyof Libc) {
      used.add(name);
      return target[name];
    },
  });
  for (const [name, run] of Object.entries(cases)) if (!name.startsWith("errno")) run(watched);
  t.same(
    Object.keys(libc).filter((name) => !used.has(name)),
    ["ffi"],
  );
});

t.test("both implementations are the same object over and over", async (t) => {
  t.equal(await loadLibc(), await loadLibc());
});
