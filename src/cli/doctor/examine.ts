import { setTimeout as wait } from "node:timers/promises";
import { isSystemError } from "../../cni/system-error.ts";
import { TypedError } from "../../typed-error.ts";
import { allChecks } from "./all-checks.ts";
import type { Check, Finding } from "./check.ts";
import { type NodeFolders, type NodeState, readNode } from "./node-state.ts";

/** What was found, and what could not be looked at. */
export interface Examination {
  readonly node: NodeState;
  readonly findings: readonly Finding[];
  readonly unread: readonly string[];
}

async function runCheck({ name, why, look }: Check, node: NodeState): Promise<Finding[]> {
  return (await look(node)).map((found) => ({ check: name, why, ...found }));
}

/** Runs all checks. One that fails is noted as not done, and the others are run. */
async function examine(node: NodeState): Promise<Examination> {
  const findings: Finding[] = [];
  const unread = [...node.inventory.unread];
  for (const check of allChecks) {
    if (check.needsCache && node.cache === "unread") {
      unread.push(`${check.name}: without the cache of results nobody can tell what is in use`);
      continue;
    }
    try {
      findings.push(...(await runCheck(check, node)));
    } catch (error) {
      if (!(error instanceof TypedError || isSystemError(error))) throw error;
      unread.push(`${check.name}: ${error.message}`);
    }
  }
  return { node, findings, unread };
}

/**
 * Looks at a node, and where something is found, once more: what an ADD or DEL under way has made or not yet taken away
 * looks like something left behind. Only what is there both times is told, as it was the second time.
 *
 * @param settleMs between the two
 */
export async function examineSettled(folders: NodeFolders, settleMs: number): Promise<Examination> {
  const first = await examine(await readNode(folders));
  if (first.findings.length === 0) return first;
  await wait(settleMs);
  const second = await examine(await readNode(folders));
  const key = ({ check, subject }: Finding) => `${check} ${subject}`;
  const known = new Set(first.findings.map(key));
  return { ...second, findings: second.findings.filter((finding) => known.has(key(finding))) };
}

/** What became of a finding that can be mended. */
export interface Fixed {
  readonly finding: Finding;
  readonly done: string;
  readonly isMended: boolean;
}

/** Mends what is safe to mend, one after the other; a failure keeps none of the others from being mended. */
export async function mend(findings: readonly Finding[]): Promise<readonly Fixed[]> {
  const fixed: Fixed[] = [];
  for (const finding of findings) {
    if (finding.fix === undefined) continue;
    try {
      fixed.push({ finding, done: await finding.fix(), isMended: true });
    } catch (error) {
      if (!(error instanceof TypedError || isSystemError(error))) throw error;
      fixed.push({ finding, done: error.message, isMended: false });
    }
  }
  return fixed;
}
