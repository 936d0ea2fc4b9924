import { statSync } from "node:fs";
import type { Check, Found } from "../check.ts";
import { findPlugin, neededPlugins } from "./missing-plugins.ts";

const EXECUTABLE = 0o111;

function lookAt(path: string): Found | undefined {
  const { mode, size } = statSync(path);
  if (size === 0) return { level: "error", subject: path, what: "an empty file", mend: "install it again" };
  if ((mode & EXECUTABLE) !== 0) return undefined;
  return { level: "error", subject: path, what: "not executable", mend: `chmod +x ${path}` };
}

export const unusablePlugins: Check = {
  name: "unusable-plugins",
  why: "every ADD and DEL of the network fails",
  look: (node) =>
    [...neededPlugins(node).keys()].flatMap((type) => {
      const path = findPlugin(type, node.folders.path);
      return path === undefined ? [] : (lookAt(path) ?? []);
    }),
};
