import { CniError } from "../cni-error.ts";

/** A plugin was not started, and so has done nothing. */
export class PluginNotStartedError extends CniError {}
