import { fs } from "../../machine.ts";
import { isSystemError } from "../system-error.ts";

const CHUNK_BYTES = 16 * 1024;

/** How long to sleep when a non-blocking descriptor is not ready. There is nothing else to do meanwhile. */
const RETRY_MS = 1;

function sleep(durationMs: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, durationMs);
}

function isNotReady(error: unknown): boolean {
  return isSystemError(error) && (error.code === "EAGAIN" || error.code === "EINTR");
}

function readChunk(fd: number, chunk: Uint8Array): number {
  for (;;) {
    try {
      return fs.readSync(fd, chunk);
    } catch (error) {
      if (isSystemError(error) && error.code === "EOF") return 0;
      if (!isNotReady(error)) throw error;
      sleep(RETRY_MS);
    }
  }
}

/** Everything up to the end of a descriptor, blocking or not. Throws the error of read(2). */
export function readAll(fd: number): Uint8Array {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const chunk = new Uint8Array(CHUNK_BYTES);
    const count = readChunk(fd, chunk);
    if (count === 0) return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
    chunks.push(chunk.subarray(0, count));
  }
}

/** All of it to a descriptor, blocking or not. Throws the error of write(2). */
export function writeAll(fd: number, content: string | Uint8Array): void {
  let rest = typeof content === "string" ? new TextEncoder().encode(content) : content;
  while (rest.length > 0) {
    try {
      rest = rest.subarray(fs.writeSync(fd, rest));
    } catch (error) {
      if (!isNotReady(error)) throw error;
      sleep(RETRY_MS);
    }
  }
}
