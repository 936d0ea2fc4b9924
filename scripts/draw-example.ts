// Draws docs/images/show.svg, which README shows: two containers on a bridge as `cni-ts show --svg` sees them, in a
// throw-away namespace. Needs the executable (`npm run build`).

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { readInventory } from "../src/cli/inventory/inventory.ts";
import { drawPicture } from "../src/cli/show/picture.ts";
import { drawSvg } from "../src/cli/show/svg.ts";
import { addNetworkList } from "../src/cni/libcni/add.ts";
import { parseNetworkList } from "../src/cni/libcni/network-list.ts";
import { loadLibc } from "../src/netlink/socket/load-libc.ts";
import { createNetns } from "../src/netlink/socket/netns.ts";

const SELF = fileURLToPath(import.meta.url);
const ROOT = resolve(SELF, "../../..");
const DRAWING = join(ROOT, "docs/images/show.svg");
const INSIDE = "--inside";

function configure(dataDir: string): string {
  const ipam = { type: "host-local", dataDir, subnet: "10.1.0.0/16" };
  const plugins = [
    { type: "bridge", bridge: "cni0", isDefaultGateway: true, ipMasq: true, ipam },
    { type: "portmap", capabilities: { portMappings: true } },
    { type: "bandwidth", ingressRate: 100_000_000, ingressBurst: 1_000_000 },
  ];
  return JSON.stringify({ cniVersion: "1.1.0", name: "web", plugins });
}

/** In the throw-away namespace. */
async function draw(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "cni-ts-drawing-"));
  try {
    const [cacheDir, dataDir] = [join(folder, "state"), join(folder, "networks")];
    const libc = await loadLibc();
    const list = parseNetworkList(configure(dataDir));
    const containers = ["web", "worker"].map((containerId) => ({ containerId, netns: createNetns(libc) }));
    for (const { containerId, netns } of containers) {
      const portMappings = containerId === "web" ? [{ hostPort: 8080, containerPort: 80, protocol: "tcp" }] : [];
      const attachment = { containerId, netns: netns.path, ifname: "eth0", capabilityArgs: { portMappings } };
      await addNetworkList(list, { ...attachment, path: [join(ROOT, "dist/bin")], env: process.env, cacheDir });
    }
    const picture = drawPicture(await readInventory({ cacheDir, dataDir }));
    mkdirSync(dirname(DRAWING), { recursive: true });
    writeFileSync(DRAWING, drawSvg(picture));
    for (const { netns } of containers) netns[Symbol.dispose]();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (process.argv.includes(INSIDE)) await draw();
else
  process.exitCode = spawnSync("unshare", ["--net", process.execPath, SELF, INSIDE], { stdio: "inherit" }).status ?? 1;
