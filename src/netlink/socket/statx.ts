import { HOST_LITTLE_ENDIAN } from "../wire/byte-order.ts";

/** sizeof(struct statx), linux/stat.h: the same on every machine, unlike struct stat. */
export const STATX_SIZE = 256;
export const STATX_BASIC_STATS = 0x7ff;

const MODE = 28;
const INO = 32;
const DEV_MAJOR = 136;
const DEV_MINOR = 140;

const S_IFMT = 0o170000;
const S_IFREG = 0o100000;
const S_IFDIR = 0o040000;

/** What of `fs.Stats` is used; `dev` is good for comparing. */
export interface Stats {
  readonly dev: number | bigint;
  readonly ino: number | bigint;
  isFile(): boolean;
  isDirectory(): boolean;
}

export function readStatx(view: DataView, { bigint = false }: { bigint?: boolean } = {}): Stats {
  const type = view.getUint16(MODE, HOST_LITTLE_ENDIAN) & S_IFMT;
  const ino = view.getBigUint64(INO, HOST_LITTLE_ENDIAN);
  const dev = view.getUint32(DEV_MAJOR, HOST_LITTLE_ENDIAN) * 0x100000 + view.getUint32(DEV_MINOR, HOST_LITTLE_ENDIAN);
  return {
    dev: bigint ? BigInt(dev) : dev,
    ino: bigint ? ino : Number(ino),
    isFile: () => type === S_IFREG,
    isDirectory: () => type === S_IFDIR,
  };
}
