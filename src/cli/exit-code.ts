/** How a command ends; `docs/cli.md` has them for people. */
export const EXIT = {
  success: 0,
  /** A plugin, the kernel or a check said no. */
  failure: 1,
  /** Arguments or variables that mean nothing. */
  usage: 2,
  /** A network's configuration that is not there or cannot be read. */
  configuration: 3,
} as const;
