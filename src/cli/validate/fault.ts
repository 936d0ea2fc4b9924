/** Something in a configuration that is wrong, or probably not meant. */
export interface Fault {
  /** `plugins[0].ipam.ranges[0][0].subnet`; empty for the whole file. */
  readonly path: string;
  /** A warning is not refused by the plugins. */
  readonly level: "error" | "warning";
  /** The value found and what is allowed. */
  readonly message: string;
}

/** Collects the faults of one file. */
export type Report = (fault: Fault) => void;

export function error(path: string, message: string): Fault {
  return { path, level: "error", message };
}

export function warning(path: string, message: string): Fault {
  return { path, level: "warning", message };
}
