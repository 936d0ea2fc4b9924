import type { FileSystem, Machine } from "../../machine.ts";
import { type FileOperationName, fileOperations, operationName, tellFailure } from "./file-operations.ts";
import type { Whereabouts } from "./record-libc.ts";
import type { TraceOutput } from "./trace-output.ts";

/** A machine that writes down what is taken from another. */
export function recordMachine(machine: Machine, output: TraceOutput, whereabouts: Whereabouts): Machine {
  return {
    fs: recordFiles(machine.fs, output, whereabouts),
    now() {
      const nowMs = machine.now();
      output.write("clock", { nowMs });
      return nowMs;
    },
    randomBytes(size) {
      const bytes = machine.randomBytes(size);
      output.write("random", { bytes });
      return bytes;
    },
  };
}

function recordFiles(fs: FileSystem, output: TraceOutput, { paths }: Whereabouts): FileSystem {
  const { constants } = fs;
  const record =
    (name: FileOperationName) =>
    (...args: readonly unknown[]): unknown => {
      const { ask, tell } = fileOperations[name];
      const asked = { operation: operationName(name), ...ask(args, constants) };
      try {
        const value = (fs[name] as (...args: readonly unknown[]) => unknown)(...args);
        output.write("file", { ...asked, ...tell?.(value, args) });
        if (name === "openSync") paths.set(Number(value), String(args[0]));
        return value;
      } catch (error) {
        output.write("file", { ...asked, ...tellFailure(error as NodeJS.ErrnoException) });
        throw error;
      }
    };
  const names = Object.keys(fileOperations) as FileOperationName[];
  const recorded = Object.fromEntries(names.map((name) => [name, record(name)]));
  // Every call has its row in the table, with the arguments and the result of node:fs.
  return { ...recorded, constants } as unknown as FileSystem;
}
