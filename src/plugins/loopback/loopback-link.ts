/** Every network namespace is born with it. */
export const LOOPBACK = "lo";
