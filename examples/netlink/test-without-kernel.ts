// How to test a program that uses `cni-ts/netlink`: a function from requests to answers is the kernel. Needs neither
// privileges nor Linux.
import assert from "node:assert/strict";
import { errno, linkMessage, RouteClient, rtnetlink } from "cni-ts/netlink";
import { acknowledge, refuse, scriptedTransport } from "cni-ts/netlink/testing";

/** The code under test: adds a link unless it is there. */
async function ensureDummy(client: RouteClient, ifname: string): Promise<"added" | "there"> {
  try {
    await client.link.add({ ifname, linkinfo: { kind: "dummy" } });
    return "added";
  } catch (error) {
    if ((error as { errnoName?: string }).errnoName === "EEXIST") return "there";
    throw error;
  }
}

const names = new Set<string>();
const transport = scriptedTransport((request) => {
  assert.equal(request.type, rtnetlink.RTM_NEWLINK);
  const { ifname = "" } = request.decode(linkMessage);
  if (names.has(ifname)) return refuse(request, errno.EEXIST);
  names.add(ifname);
  return acknowledge(request);
});

using client = new RouteClient(transport);
assert.equal(await ensureDummy(client, "d0"), "added");
assert.equal(await ensureDummy(client, "d0"), "there");
assert.deepEqual(
  transport.requests.map((request) => request.decode(linkMessage).linkinfo),
  [{ kind: "dummy" }, { kind: "dummy" }],
);
console.log("the program does what it should");
