import type { FileSystem, Machine } from "../../machine.ts";
import {
  O_APPEND,
  O_CREAT,
  O_DIRECTORY,
  O_EXCL,
  O_NOFOLLOW,
  O_NONBLOCK,
  O_RDONLY,
  O_RDWR,
  O_WRONLY,
  W_OK,
  X_OK,
} from "../uapi/asm-fcntl.ts";
import { type FileOperationName, fileOperations, operationName, recordedFailure } from "./file-operations.ts";
import type { ReplayScript } from "./replay-script.ts";

/** A machine whose files, time and random values are those of a trace; the real one's are not touched. */
export function replayMachine(script: ReplayScript): Machine {
  return {
    fs: replayFiles(script),
    now: () => script.now(),
    randomBytes(size) {
      const { bytes } = script.take("random", {}, (recorded) => recorded.bytes.length === size);
      return bytes.slice();
    },
  };
}

/** As on x86-64, wherever the replay runs: events name them by words. */
const constants = {
  ...{ O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_APPEND, O_NONBLOCK, O_DIRECTORY, O_NOFOLLOW },
  ...{ W_OK, X_OK },
} as FileSystem["constants"];

function replayFiles(script: ReplayScript): FileSystem {
  const replay =
    (name: FileOperationName) =>
    (...args: readonly unknown[]): unknown => {
      const { ask, give } = fileOperations[name];
      const recorded = script.take("file", { operation: operationName(name), ...ask(args, constants) });
      if (recorded.failedCall !== "") throw recordedFailure(recorded);
      return give?.(recorded, args);
    };
  const names = Object.keys(fileOperations) as FileOperationName[];
  return { ...Object.fromEntries(names.map((name) => [name, replay(name)])), constants } as unknown as FileSystem;
}
