import { closeSync, openSync } from "node:fs";
import t from "tap";
import { openRouteClient } from "../../../../src/netlink/route/route-client.ts";
import { needs } from "../../../harness/needs.ts";
import { makeNetns } from "../../../harness/netns.ts";
import { runJson } from "../../../harness/run.ts";
import { rejects } from "../../../netlink/errors.ts";

needs({ root: true, tools: ["ip"] }, t);

t.test("namespaces get ids, and are found by them", async (t) => {
  const [own, other, third] = [makeNetns(t, "nsid"), makeNetns(t, "nsid-other"), makeNetns(t, "nsid-third")];
  using client = await openRouteClient({ netns: own.path });
  using elsewhere = await openRouteClient({ netns: other.path });
  const fds = [other, third].map(({ path }) => openSync(path, "r"));
  t.teardown(() => fds.forEach(closeSync));
  const [otherFd = -1, thirdFd = -1] = fds;

  t.strictSame(await client.nsid.list(), []);
  t.equal(await client.nsid.find({ fd: otherFd }), undefined);
  await client.nsid.set({ fd: otherFd }, 7);
  t.equal(await client.nsid.find({ fd: otherFd }), 7);
  await client.nsid.set({ fd: thirdFd });
  const chosen = await client.nsid.find({ fd: thirdFd });
  t.type(chosen, "number");
  const shown = runJson<{ nsid: number; name: string }[]>(["ip", "-n", own.name, "-j", "netns", "list-id"]);
  t.strictSame(
    new Map(shown.map(({ name, nsid }) => [name, nsid])),
    new Map([
      [other.name, 7],
      [third.name, chosen],
    ]),
  );

  await elsewhere.nsid.set({ fd: thirdFd }, 3);
  t.strictSame(await client.nsid.list({ targetNsid: 7 }), [{ nsid: 3, currentNsid: chosen }]);
  await rejects(t, client.nsid.list({ targetNsid: 99 }), { code: "ERR_NETLINK" });

  await client.nsid.set({ pid: process.pid }, 12);
  t.equal(await client.nsid.find({ pid: process.pid }), 12);
  await rejects(t, client.nsid.set({ fd: otherFd }, 8), { errnoName: "EEXIST", attribute: "fd" });
  await rejects(t, client.nsid.find({ fd: 0 }), { errnoName: "EINVAL", operation: "get namespace id of descriptor 0" });
});
