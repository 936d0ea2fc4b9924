import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import t from "tap";
import { needs } from "../../harness/needs.ts";
import { parseHeader } from "./c-header.ts";

const HEADERS = "/usr/include/linux";
/** The folder of headers, and that of netfilter's. */
const headerOf = (name: string): string | undefined =>
  [HEADERS, join(HEADERS, "netfilter")].map((folder) => join(folder, name)).find(existsSync);
const folder = fileURLToPath(new URL("../../../src/netlink/uapi/", import.meta.url));

t.test("the parser reads what headers do", async (t) => {
  const text = `
    enum { A, B = 5, /* C, */ C, D = C, E = (1 << 3) };
    enum named {
      F = -1,
    #define F F
      G,
      H = A - 1 | 4,
    };
    #define MASK (E | \\
                  0x40)
    #define TEXT "no number"
    #define OCTAL 010
    #define CALL(x) (x)`;
  const known = Object.fromEntries(parseHeader(text));
  t.strictSame(known, { A: 0, B: 5, C: 6, D: 6, E: 8, F: -1, G: 0, H: -1, MASK: 0x48, OCTAL: 8 });
});

t.test("constants are those of the installed kernel headers", async (t) => {
  if (!needs({ files: [join(HEADERS, "if_link.h")] }, t)) return;
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  for (const file of files.filter((name) => name.endsWith(".js") || name.endsWith(".ts"))) {
    const header = headerOf(file.replace(/\.[jt]s$/, ".h"));
    // errno.ts and socket.ts gather from several headers, which are the architecture's business.
    if (header === undefined || ["errno", "socket"].includes(file.slice(0, -3))) continue;
    const known = parseHeader(readFileSync(header, "utf8"));
    const ours = Object.entries((await import(join(folder, file))) as Record<string, unknown>).filter(
      ([, value]) => typeof value === "number",
    );
    const wrong = ours.filter(([name, value]) => known.has(name) && known.get(name) !== value);
    t.strictSame(wrong, [], `${file}: no other number`);
    // Newer names than the installed headers have are few.
    const found = ours.filter(([name]) => known.has(name)).length;
    t.ok(found >= ours.length * 0.8, `${file}: ${found} of ${ours.length} names are there`);
  }
});
