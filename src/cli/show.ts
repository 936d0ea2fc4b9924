import { writeFileSync } from "node:fs";
import type { Command } from "commander";
import { formatJson } from "../cni/json/format-json.ts";
import { readInventory } from "./inventory/inventory.ts";
import type { StoreOptions } from "./ipam/held-address.ts";
import { netnsPath } from "./netns-path.ts";
import { runAction } from "./run-action.ts";
import { drawMermaid } from "./show/mermaid.ts";
import { drawPicture, pictureToJson } from "./show/picture.ts";
import { drawSvg } from "./show/svg.ts";
import { formatTables } from "./show/tables.ts";
import { drawTree } from "./show/tree.ts";
import { addStoreOptions } from "./store-options.ts";

interface ShowFlags extends StoreOptions {
  readonly json?: boolean;
  readonly mermaid?: boolean;
  readonly svg?: string;
}

export function defineShow(program: Command): void {
  const command = program
    .command("show")
    .description("What a namespace's network is made of and which container owns what. Changes nothing.")
    .argument("[netns]", "path of the namespace, or its name in `ip netns`; otherwise this one")
    .option("--json", "print an object")
    .option("--mermaid", "print a flowchart for Markdown")
    .option("--svg <file>", "draw it into a file; `-` is standard output");
  addStoreOptions(command).action((netns: string | undefined, flags: ShowFlags) =>
    runAction({ name: "show" }, async () => {
      const path = netns === undefined ? undefined : netnsPath(netns);
      const inventory = await readInventory({ ...flags, netns: path });
      const picture = drawPicture(inventory);
      if (flags.json) return `${formatJson(pictureToJson(picture), { indent: 2 })}\n`;
      if (flags.mermaid) return drawMermaid(picture);
      if (flags.svg === "-") return drawSvg(picture);
      if (flags.svg !== undefined) {
        writeFileSync(flags.svg, drawSvg(picture));
        return "";
      }
      return `${drawTree(inventory.host, inventory.containers).join("\n")}\n${formatTables(picture)}`;
    }),
  );
}
