/** Constants of asm-generic/signal.h. */

export const SIGURG = 23;
