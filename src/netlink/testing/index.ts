/** `cni-ts/netlink/testing`: for tests of programs that use `cni-ts/netlink`. No kernel and no privileges are needed. */

export { hexDiff, hexDump } from "./hex-diff.ts";
export { acknowledge, answer, datagram, done, refuse } from "./replies.ts";
export {
  type Script,
  type ScriptedRequest,
  type ScriptedTransport,
  scriptedTransport,
} from "./scripted-transport.ts";
