import type { ConformanceCase } from "../case.ts";
import { BRIDGE_CASES } from "./bridge.ts";

/** Every case, in the order in which they are run. */
export const CORPUS: readonly ConformanceCase[] = [...BRIDGE_CASES];
