/** `node:fs`, and in the executable src/netlink/socket/libc-files.ts (package.json, `imports`). */
declare module "#fs" {
  export * from "node:fs";
}
