import { HOST_LITTLE_ENDIAN } from "../wire/byte-order.ts";

/** sizeof(struct statx), linux/stat.h: the same on every machine, unlike struct stat. */
export const STATX_SIZE = 256;
export const STATX_BASIC_STATS = 0x7ff;

const MODE = 28;
const INO = 32;
const DEV_MAJOR = 136;
const DEV_MINOR = 140;

const S_IFMT = 0o170000;
export const S_IFREG = 0o100000;
export const S_IFDIR = 0o040000;

/** What of `fs.Stats` is used; `dev` is good for comparing. */
export interface Stats {
  readonly dev: number | bigint;
  readonly ino: number | bigint;
  isFile(): boolean;
  isDirectory(): boolean;
}

interface StatOptions {
  readonly bigint?: boolean;
}

export function readStatx(view: DataView, options?: StatOptions): Stats {
  const dev = view.getUint32(DEV_MAJOR, HOST_LITTLE_ENDIAN) * 0x100000 + view.getUint32(DEV_MINOR, HOST_LITTLE_ENDIAN);
  const ino = view.getBigUint64(INO, HOST_LITTLE_ENDIAN);
  return makeStats({ dev: BigInt(dev), ino, mode: view.getUint16(MODE, HOST_LITTLE_ENDIAN) }, options);
}

export function makeStats(
  { dev, ino, mode }: { readonly dev: bigint; readonly ino: bigint; readonly mode: number },
  { bigint = false }: StatOptions = {},
): Stats {
  const type = mode & S_IFMT;
  return {
    dev: bigint ? dev : Number(dev),
    ino: bigint ? ino : Number(ino),
    isFile: () => type === S_IFREG,
    isDirectory: () => type === S_IFDIR,
  };
}
