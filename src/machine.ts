import * as system from "#fs";

/** As much of `node:fs` as plugins use. */
export type FileSystem = Pick<
  typeof system,
  | "accessSync"
  | "closeSync"
  | "constants"
  | "existsSync"
  | "fstatSync"
  | "fsyncSync"
  | "ftruncateSync"
  | "linkSync"
  | "mkdirSync"
  | "openSync"
  | "readFileSync"
  | "readSync"
  | "readdirSync"
  | "readlinkSync"
  | "renameSync"
  | "statSync"
  | "statfsSync"
  | "unlinkSync"
  | "writeFileSync"
  | "writeSync"
>;

/** All that a plugin takes from the machine, its libc aside: `useLibc` of netlink/socket is the same for that. */
export interface Machine {
  readonly fs: FileSystem;
  /** Milliseconds of a clock that only runs forward. */
  readonly now: () => number;
  readonly randomBytes: (size: number) => Uint8Array<ArrayBuffer>;
}

export let fs: FileSystem = system;
export let now = (): number => performance.now();
// The global generator: loading node:crypto takes longer than a plugin has.
export let randomBytes = (size: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(size));

/** The machine as it is, or as {@link useMachine} has it. */
export function currentMachine(): Machine {
  return { fs, now, randomBytes };
}

/**
 * Puts another machine in the place of this one: one that records what is taken, or plays it back.
 *
 * @returns takes it away again
 */
export function useMachine(machine: Machine): () => void {
  const before = currentMachine();
  ({ fs, now, randomBytes } = machine);
  return () => {
    ({ fs, now, randomBytes } = before);
  };
}
