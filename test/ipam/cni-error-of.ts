import { CniError } from "../../src/cni/cni-error.ts";

/** What a runtime would be shown of the CniError that `run` throws; undefined when it throws none. */
export function cniErrorOf(run: () => unknown): { code: number; msg: string; details: string } | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (!(error instanceof CniError)) throw error;
    return { code: error.cniCode, msg: error.msg, details: error.details };
  }
}
