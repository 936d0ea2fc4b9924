import type { Picture } from "./picture.ts";
import { arrange, type Box, type Text, type Wire } from "./scene.ts";

/** For text and attributes. Characters that XML has no place for become the replacement character. */
function escapeXml(text: string): string {
  return (
    text
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
      // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 forbids them even escaped.
      .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
  );
}

const STYLE = `
  svg { background: #ffffff }
  text { font: 12px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: #1f2933; white-space: pre }
  .title { font-weight: bold }
  .host { fill: #f5f7fa; stroke: #9aa5b1 }
  .bridge { fill: #e3f0ff; stroke: #2f6fb7 }
  .link { fill: #ffffff; stroke: #627d98 }
  .container { fill: #eefbf3; stroke: #2f8f5b }
  .interface { fill: #ffffff; stroke: #2f8f5b }
  .wire { fill: none; stroke: #52606d; stroke-width: 2 }
  .down { stroke-dasharray: 5 4 }
`;

const drawBox = ({ role, x, y, width, height }: Box): string =>
  `<rect class="${role}" x="${x}" y="${y}" width="${width.toFixed(1)}" height="${height}" rx="6"/>`;

/** The width is said, so that a font of another width than was reckoned with is fitted into it. */
const drawText = ({ x, y, width, text, isTitle }: Text): string => {
  const title = isTitle ? ' class="title"' : "";
  return `<text${title} x="${x.toFixed(1)}" y="${y}" textLength="${width.toFixed(1)}" lengthAdjust="spacingAndGlyphs">${escapeXml(text)}</text>`;
};

const drawWire = ({ from, to, isUp }: Wire): string => {
  const middle = ((from.x + to.x) / 2).toFixed(1);
  const path = `M${from.x.toFixed(1)} ${from.y} C${middle} ${from.y} ${middle} ${to.y} ${to.x.toFixed(1)} ${to.y}`;
  return `<path class="wire${isUp ? "" : " down"}" d="${path}"/>`;
};

/** The picture as an SVG that stands alone: no script, no font and no image from elsewhere. */
export function drawSvg(picture: Picture): string {
  const { width, height, boxes, texts, wires } = arrange(picture);
  const size = `width="${width.toFixed(0)}" height="${height}" viewBox="0 0 ${width.toFixed(0)} ${height}"`;
  const parts = [...boxes.map(drawBox), ...wires.map(drawWire), ...texts.map(drawText)];
  const title = `<title>${escapeXml(`Network of ${picture.namespace}`)}</title>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}>\n${title}\n<style>${STYLE}</style>\n${parts.join("\n")}\n</svg>\n`;
}
