import { writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { arrange, type Box } from "../../../src/cli/show/scene.ts";
import { drawSvg } from "../../../src/cli/show/svg.ts";
import { needs } from "../../harness/needs.ts";
import { run } from "../../harness/run.ts";
import { picture } from "./picture.ts";

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const overlaps = (a: Area, b: Area): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const contains = (a: Area, b: Area): boolean =>
  a.x <= b.x && a.y <= b.y && a.x + a.width >= b.x + b.width && a.y + a.height >= b.y + b.height;

/** Pairs that overlap. */
function findOverlaps(areas: readonly (Area & { readonly text: string })[]): string[] {
  return areas.flatMap((a, at) =>
    areas
      .slice(at + 1)
      .flatMap((b) => (overlaps(a, b) ? [`${JSON.stringify(a.text)} and ${JSON.stringify(b.text)}`] : [])),
  );
}

t.test("the arrangement: text in its box, no text upon another, boxes inside or beside each other", async (t) => {
  const { boxes, texts, wires, width, height } = arrange(picture);
  const lines = texts.map(({ y, ...rest }) => ({ ...rest, y: y - 13, height: 18 }));
  t.strictSame(findOverlaps(lines), []);
  for (const line of lines)
    t.ok(
      boxes.some((box) => contains(box, line)),
      line.text,
    );
  const isApart = (a: Box, b: Box) => !overlaps(a, b) || contains(a, b) || contains(b, a);
  for (const a of boxes) for (const b of boxes) t.ok(isApart(a, b));
  for (const box of boxes) t.ok(contains({ x: 0, y: 0, width, height }, box));
  t.equal(wires.length, 2);
  const [first, second] = [...wires].sort((a, b) => a.from.y - b.from.y);
  t.ok((first?.to.y ?? 0) < (second?.to.y ?? 0), "containers stand in the order of their ports, so wires do not cross");
  t.ok(texts.some(({ text }) => text === "at most 100Mbit"));
  t.ok(texts.some(({ text }) => text === "host port [2001:db8::1]:8080/tcp to 80"));
});

t.test("names are no markup", async (t) => {
  const svg = drawSvg({ ...picture, namespace: "\u0001<script>" });
  t.match(svg, "&lt;script&gt;");
  t.match(svg, "b &lt;&quot;&amp;#1;&quot;&gt;");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML does not take them.
  t.notMatch(svg, /<script|[\u0000-\u0008]/);
});

/** Looks at the drawing as the browser has laid it out, and leaves what it saw in the document. */
const LOOK = `
  const areas = [...document.querySelectorAll("text")].map((each) => {
    const { x, y, width, height } = each.getBBox();
    return { x, y, width, height, text: each.textContent };
  });
  document.body.dataset.seen = JSON.stringify(areas);
`;

t.test("in a browser: all texts are there, none upon another or beyond the edge", async (t) => {
  if (!needs({ tools: ["chromium"] }, t)) return;
  const folder = t.testdir();
  const page = join(folder, "page.html");
  writeFileSync(page, `<!doctype html><meta charset="utf-8"><body>${drawSvg(picture)}<script>${LOOK}</script>`);
  const flags = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    `--user-data-dir=${join(folder, "profile")}`,
  ];
  const dom = run(["chromium", ...flags, "--dump-dom", `file://${page}`], { timeoutMs: 60_000 });
  const seen = /data-seen="([^"]*)"/.exec(dom)?.[1] ?? "[]";
  const areas = JSON.parse(
    seen.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"),
  );
  const { texts, width, height } = arrange(picture);
  t.strictSame(
    areas.map(({ text }: { text: string }) => text),
    texts.map(({ text }) => text),
  );
  t.strictSame(findOverlaps(areas), []);
  for (const area of areas) t.ok(contains({ x: 0, y: 0, width, height }, area), area.text);
});
