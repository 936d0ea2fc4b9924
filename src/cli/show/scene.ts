import { formatRate } from "./format-rate.ts";
import type { Picture, ShownContainer, ShownLink } from "./picture.ts";
import { formatHostPort } from "./tables.ts";

/** What a box stands for; it decides the colours. */
export type BoxRole = "host" | "bridge" | "link" | "container" | "interface";

export interface Box {
  readonly role: BoxRole;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A line of text: `x` is its left end, `y` its baseline, `width` what it takes. */
export interface Text {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly text: string;
  readonly isTitle: boolean;
}

/** A veth pair, from its end on the host to the container's. */
export interface Wire {
  readonly from: { readonly x: number; readonly y: number };
  readonly to: { readonly x: number; readonly y: number };
  readonly isUp: boolean;
}

/** A drawing in pixels: the namespace in the middle on the left, containers on the right, wires between. */
export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly texts: readonly Text[];
  readonly wires: readonly Wire[];
}

/** A character of the font that is drawn with, 12 pixels high: monospaced fonts are 0.6 of their height wide. */
export const CHAR_WIDTH = 7.2;
const LINE = 18;
const PAD = 12;
const GAP = 10;
const MARGIN = 16;
/** Room for wires. */
const BETWEEN = 110;
/** From the top of a line to its baseline. */
const BASELINE = 13;

/** A box with lines, boxes beneath them, and lines beneath those. */
interface Block {
  /** Of what a wire ends at. */
  readonly id: string;
  readonly role: BoxRole;
  /** The first is the title. */
  readonly head: readonly string[];
  readonly children: readonly Block[];
  readonly foot: readonly string[];
}

function widthOf({ head, children, foot }: Block): number {
  const texts = [...head, ...foot].map((line) => line.length * CHAR_WIDTH);
  return Math.max(...texts, ...children.map(widthOf)) + 2 * PAD;
}

function heightOf({ head, children, foot }: Block): number {
  const inside = children.map((child) => heightOf(child) + GAP).reduce((sum, each) => sum + each, 0);
  return 2 * PAD + (head.length + foot.length) * LINE + inside;
}

/** Collects what is drawn, and where the blocks that wires end at have come to stand. */
interface Drawing {
  readonly boxes: Box[];
  readonly texts: Text[];
  readonly places: Map<string, Box>;
}

function place(drawing: Drawing, block: Block, at: Omit<Box, "role">): void {
  const { x, width } = at;
  const box = { role: block.role, ...at };
  drawing.boxes.push(box);
  drawing.places.set(block.id, box);
  let y = at.y + PAD;
  const write = (text: string, isTitle: boolean): void => {
    drawing.texts.push({ x: x + PAD, y: y + BASELINE, width: text.length * CHAR_WIDTH, text, isTitle });
    y += LINE;
  };
  for (const [nth, line] of block.head.entries()) write(line, nth === 0);
  for (const child of block.children) {
    const height = heightOf(child);
    place(drawing, child, { x: x + PAD, y: y + GAP / 2, width: width - 2 * PAD, height });
    y += height + GAP;
  }
  for (const line of block.foot) write(line, false);
}

const hostId = (ifname: string): string => `host ${ifname}`;
const containerId = (container: number, ifname: string): string => `${container} ${ifname}`;

function describe({ ifname, kind, state, mtu }: ShownLink): string {
  return `${ifname} (${kind}${state === "up" ? "" : ", down"}, mtu ${mtu})`;
}

function linkBlock(link: ShownLink, { links, qdiscs }: Picture): Block {
  const ports = links.filter(({ master }) => master === link.ifname);
  const limits = qdiscs.filter(({ dev, rate }) => dev === link.ifname && rate > 0);
  return {
    id: hostId(link.ifname),
    role: link.kind === "bridge" ? "bridge" : "link",
    head: [describe(link), ...link.addresses, ...limits.map(({ rate }) => `at most ${formatRate(rate)}`)],
    children: ports.map((port) => linkBlock(port, { links, qdiscs } as Picture)),
    foot: [],
  };
}

function hostBlock(picture: Picture): Block {
  const { namespace, links, routes } = picture;
  const roots = links.filter(({ master, ifname }) => master === "" && ifname !== "lo");
  return {
    id: "",
    role: "host",
    head: [namespace],
    children: roots.map((link) => linkBlock(link, picture)),
    foot: routes.filter(({ via }) => via !== "").map(({ dst, via, dev }) => `${dst} via ${via} dev ${dev}`),
  };
}

function containerBlock({ name, links, routes, attachments }: ShownContainer, at: number, picture: Picture): Block {
  const mappings = picture.portMappings.filter(({ owner }) => attachments.includes(owner));
  return {
    id: `container ${at}`,
    role: "container",
    head: [name],
    children: links.map((link) => ({
      id: containerId(at, link.ifname),
      role: "interface",
      head: [describe(link), ...link.addresses],
      children: [],
      foot: [],
    })),
    foot: [
      ...routes.filter(({ via }) => via !== "").map(({ dst, via }) => `${dst} via ${via}`),
      ...mappings.map((each) => `host port ${formatHostPort(each)} to ${each.containerPort}`),
    ],
  };
}

/** Containers in the order of their ends on the host, so that wires seldom cross. */
function inOrder(picture: Picture, places: ReadonlyMap<string, Box>): [ShownContainer, number][] {
  const height = ({ links }: ShownContainer) =>
    Math.min(...links.map(({ peer }) => places.get(hostId(peer.ifname))?.y ?? Number.POSITIVE_INFINITY));
  const numbered = picture.containers.map((container, at): [ShownContainer, number] => [container, at]);
  return numbered.sort(([a], [b]) => {
    const [left, right] = [height(a), height(b)];
    return left === right ? 0 : left - right;
  });
}

/** Arranges a picture. */
export function arrange(picture: Picture): Scene {
  const drawing: Drawing = { boxes: [], texts: [], places: new Map() };
  const host = hostBlock(picture);
  const hostSize = { width: widthOf(host), height: heightOf(host) };
  place(drawing, host, { x: MARGIN, y: MARGIN, ...hostSize });
  const blocks = inOrder(picture, drawing.places).map(([each, at]) => containerBlock(each, at, picture));
  const width = Math.max(0, ...blocks.map(widthOf));
  const x = MARGIN + hostSize.width + BETWEEN;
  let y = MARGIN;
  for (const block of blocks) {
    const height = heightOf(block);
    place(drawing, block, { x, y, width, height });
    y += height + GAP;
  }
  const wires = picture.containers.flatMap(({ links }, at) =>
    links.flatMap(({ ifname, peer, state }): Wire[] => {
      const [from, to] = [drawing.places.get(hostId(peer.ifname)), drawing.places.get(containerId(at, ifname))];
      if (from === undefined || to === undefined || peer.ifname === "") return [];
      const start = { x: from.x + from.width, y: from.y + from.height / 2 };
      return [{ from: start, to: { x: to.x, y: to.y + to.height / 2 }, isUp: state === "up" }];
    }),
  );
  return {
    width: blocks.length === 0 ? 2 * MARGIN + hostSize.width : x + width + MARGIN,
    height: Math.max(MARGIN + hostSize.height, y - GAP) + MARGIN,
    boxes: drawing.boxes,
    texts: drawing.texts,
    wires,
  };
}
