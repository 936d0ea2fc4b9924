import type { Picture, ShownLink } from "./picture.ts";
import { formatHostPort } from "./tables.ts";

/** A text inside a node's quotes: quotes and what would be markup become entities. */
function escapeLabel(text: string): string {
  return text.replaceAll("#", "#35;").replaceAll('"', "#quot;").replaceAll("<", "#lt;").replaceAll(">", "#gt;");
}

const label = (...lines: readonly string[]): string =>
  `"${lines
    .filter((line) => line !== "")
    .map(escapeLabel)
    .join("<br>")}"`;

const describe = ({ ifname, kind, addresses }: ShownLink): string => label(`${ifname} (${kind})`, ...addresses);

/** The picture as a flowchart of Mermaid, which GitHub and GitLab draw inside Markdown. */
export function drawMermaid({ namespace, links, containers, portMappings }: Picture): string {
  const shown = links.filter(({ ifname }) => ifname !== "lo");
  const idOf = (ifname: string) => `h${links.findIndex((link) => link.ifname === ifname)}`;
  const lines = ["flowchart LR", `  subgraph host [${label(namespace)}]`];
  for (const link of shown) lines.push(`    ${idOf(link.ifname)}[${describe(link)}]`);
  for (const { ifname, master } of shown) if (master !== "") lines.push(`    ${idOf(master)} --- ${idOf(ifname)}`);
  lines.push("  end");
  for (const [at, { name, links: own, attachments }] of containers.entries()) {
    lines.push(`  subgraph c${at} [${label(name)}]`);
    for (const [nth, link] of own.entries()) lines.push(`    c${at}l${nth}[${describe(link)}]`);
    const ports = portMappings.filter(({ owner }) => attachments.includes(owner));
    if (ports.length > 0) {
      const words = ports.map((each) => `${formatHostPort(each)} to ${each.containerPort}`);
      lines.push(`    c${at}p>${label(...words)}]`);
    }
    lines.push("  end");
    for (const [nth, { peer }] of own.entries())
      if (peer.ifname !== "") lines.push(`  ${idOf(peer.ifname)} === c${at}l${nth}`);
  }
  return `${lines.join("\n")}\n`;
}
