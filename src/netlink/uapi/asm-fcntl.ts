/** Constants of asm-generic/fcntl.h and, below, of unistd.h and linux/fcntl.h. */

export const O_RDONLY = 0;
export const O_WRONLY = 1;
export const O_RDWR = 2;
export const O_CREAT = 0o100;
export const O_EXCL = 0o200;
export const O_APPEND = 0o2000;
export const O_NONBLOCK = 0o4000;
export const O_CLOEXEC = 0o2000000;

/** Signals tell that a descriptor is ready: O_ASYNC of fcntl(2). */
export const FASYNC = 0o20000;
export const F_GETFL = 3;
export const F_SETFL = 4;
export const F_SETOWN = 8;
export const F_SETSIG = 10;

/** x86; arm64 has numbers of its own for these two (asm/fcntl.h). */
export const O_DIRECTORY = 0o200000;
export const O_NOFOLLOW = 0o400000;
export const O_DIRECTORY_ARM64 = 0o40000;
export const O_NOFOLLOW_ARM64 = 0o100000;

export const W_OK = 2;
export const X_OK = 1;

export const AT_FDCWD = -100;
export const AT_EMPTY_PATH = 0x1000;
