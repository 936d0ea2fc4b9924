import { readFileSync } from "node:fs";
import t from "tap";
import { CniError } from "../../../src/cni/cni-error.ts";
import { addrMessage } from "../../../src/netlink/route/addr/addr-message.ts";
import { NetlinkError } from "../../../src/netlink/socket/netlink-error.ts";
import { EEXIST } from "../../../src/netlink/uapi/errno.ts";
import { step } from "../../../src/plugins/shared/step.ts";

async function failureOf(cause: unknown) {
  try {
    await step('failed to add IP addr 10.1.0.5/16 to "eth0"', () => {
      throw cause;
    });
  } catch (error) {
    if (error instanceof CniError) return { code: error.cniCode, msg: error.msg, details: error.details };
  }
  return undefined;
}

t.test("what succeeds is passed on", async (t) => {
  t.equal(await step("failed", () => 7), 7);
  t.equal(await step("failed", () => Promise.resolve(7)), 7);
});

t.test("the kernel's refusal: errno in the message, all it said in the details", async (t) => {
  const request = { operation: "add address 10.1.0.5/16", bytes: new Uint8Array(24), codec: addrMessage };
  const cause = new NetlinkError(request, { errno: EEXIST, extAck: { msg: "address already assigned" } });
  t.strictSame(await failureOf(cause), {
    code: 999,
    msg: 'failed to add IP addr 10.1.0.5/16 to "eth0": file exists',
    details: "add address 10.1.0.5/16: EEXIST (file exists); address already assigned",
  });
});

t.test("a file that fails is code 5", async (t) => {
  let cause: unknown;
  try {
    readFileSync("/proc/sys/net/nothing");
  } catch (error) {
    cause = error;
  }
  t.match(await failureOf(cause), {
    code: 5,
    msg: 'failed to add IP addr 10.1.0.5/16 to "eth0": no such file or directory',
    details: /ENOENT.*\/proc\/sys\/net\/nothing/,
  });
});

t.test("an error of CNI keeps code and details", async (t) => {
  t.strictSame(await failureOf(new CniError(7, "not a bridge", { details: "it is a veth" })), {
    code: 7,
    msg: 'failed to add IP addr 10.1.0.5/16 to "eth0": not a bridge',
    details: "it is a veth",
  });
});
