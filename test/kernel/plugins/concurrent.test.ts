import t from "tap";
import { guardHost } from "../../harness/host-guard.ts";
import { needs } from "../../harness/needs.ts";
import { deleteNetns, makeNetns, readAddresses, readLink, readLinks, type TestNetns } from "../../harness/netns.ts";
import { run } from "../../harness/run.ts";
import { type Answer, makePlace, OURS } from "./call.ts";
import { inParallel, startCall } from "./parallel.ts";
import { listLeases } from "./world.ts";

needs({ kernel: ["bridge", "veth"], files: [`${OURS}/bridge`] }, t);
guardHost(t);
t.setTimeout(300_000);

const AT_A_TIME = 32;

/** Everything that did not end well. */
const failures = (answers: readonly Answer[]) => answers.filter(({ status, stderr }) => status !== 0 || stderr !== "");

const addressOf = ({ json }: Answer): string => json.ips[0].address;

t.test("200 containers come and go on one network", async (t) => {
  const { host, container, dataDir } = makePlace(t);
  const ipam = { type: "host-local", dataDir, subnet: "10.1.0.0/16" };
  const config = { cniVersion: "1.1.0", name: "net", type: "bridge", bridge: "br0", isDefaultGateway: true, ipam };
  // Namespaces cost more than attachments: eight interfaces in each.
  const namespaces: readonly TestNetns[] = [container, ...Array.from({ length: 24 }, () => makeNetns(t, "box"))];
  const attachments = Array.from({ length: 200 }, (_, index) => ({
    ...{ host, config, netns: namespaces[index % namespaces.length] as TestNetns },
    ...{ id: `box${index}`, ifname: `eth${Math.floor(index / namespaces.length)}` },
  }));
  // A second default route is refused by IPv4; layer 3 without it is as good here.
  const gateway = { ...config, isDefaultGateway: false, isGateway: true };

  const added = await inParallel(
    attachments,
    AT_A_TIME,
    (each) => startCall({ ...each, config: gateway, verb: "ADD" }).answer,
  );
  t.strictSame(failures(added), []);
  t.equal(new Set(added.map(addressOf)).size, attachments.length, "no address twice");
  t.equal(Object.keys(listLeases(dataDir)).length, attachments.length);
  t.equal(readLinks(host).filter(({ master }) => master === "br0").length, attachments.length);
  t.strictSame(
    readAddresses(host, "br0")
      .filter(({ family }) => family === "inet")
      .map(({ local }) => local),
    ["10.1.0.1"],
  );

  // Half of them go while others come.
  const [going, staying] = [attachments.slice(0, 100), attachments.slice(100)];
  const mixed = [
    ...going.map((each) => ({ ...each, config: gateway, verb: "DEL" as const })),
    ...going.map((each, index) => ({
      ...{ ...each, id: `new${index}`, ifname: `new${each.ifname}` },
      ...{ config: gateway, verb: "ADD" as const },
    })),
  ].sort((a, b) => a.netns.name.localeCompare(b.netns.name));
  t.strictSame(failures(await inParallel(mixed, AT_A_TIME, (each) => startCall(each).answer)), []);
  t.equal(Object.keys(listLeases(dataDir)).length, attachments.length);

  const rest = [...staying, ...mixed.filter(({ verb }) => verb === "ADD")];
  const deleted = await inParallel(
    rest,
    AT_A_TIME,
    (each) => startCall({ ...each, config: gateway, verb: "DEL" }).answer,
  );
  t.strictSame(failures(deleted), []);
  t.strictSame(listLeases(dataDir), {});
  t.strictSame(
    readLinks(host).map(({ ifname }) => ifname),
    ["lo", "br0"],
  );
  for (const { name } of namespaces) t.match(run(["ip", "-br", "-n", name, "link"]).split("\n"), [/^lo /, ""]);
});

t.test("32 first containers of a bridge that is not there yet, three times", async (t) => {
  for (let round = 0; round < 3; round++) {
    const { host, container, dataDir } = makePlace(t);
    const ipam = { type: "host-local", dataDir, ranges: [[{ subnet: "10.1.0.0/16" }], [{ subnet: "fd00:1::/64" }]] };
    const config = { cniVersion: "1.1.0", name: "net", type: "bridge", bridge: "br0", isGateway: true, ipam };
    const attachments = Array.from({ length: AT_A_TIME }, (_, index) => ({
      ...{ host, config, netns: container, id: `box${index}`, ifname: `eth${index}` },
    }));
    const added = await inParallel(attachments, AT_A_TIME, (each) => startCall({ ...each, verb: "ADD" }).answer);
    t.strictSame(failures(added), []);
    t.equal(new Set(added.map(addressOf)).size, AT_A_TIME, "no address twice");
    const macs = new Set(added.map(({ json }) => json.interfaces[0].mac));
    t.strictSame([...macs], [readLink(host, "br0")?.address], "all were told the bridge's one hardware address");
    const checked = await inParallel(attachments, AT_A_TIME, (each) => {
      const prevResult = added[attachments.indexOf(each)]?.json;
      return startCall({ ...each, verb: "CHECK", config: { ...config, prevResult } }).answer;
    });
    t.strictSame(failures(checked), []);
    deleteNetns(container.name);
    await inParallel(attachments, AT_A_TIME, (each) => startCall({ ...each, verb: "DEL" }).answer);
    t.strictSame(listLeases(dataDir), {});
  }
});

t.test("one of many that fails takes nothing from the others", async (t) => {
  const { host, container, dataDir } = makePlace(t);
  const ipam = { type: "host-local", dataDir, subnet: "10.1.0.0/16" };
  const good = { cniVersion: "1.1.0", name: "net", type: "bridge", bridge: "br0", isGateway: true, ipam };
  // Each fails after it has made or found the bridge: the gateway of the route is nowhere.
  const bad = { ...good, ipam: { ...ipam, routes: [{ dst: "10.9.0.0/16", gw: "192.0.2.1" }] } };
  const calls = Array.from({ length: 64 }, (_, index) => ({
    ...{ host, netns: container, verb: "ADD" as const, id: `box${index}`, ifname: `eth${index}` },
    config: index % 2 === 0 ? bad : good,
  }));
  const answers = await inParallel(calls, AT_A_TIME, (each) => startCall(each).answer);
  t.strictSame(failures(answers.filter((_, index) => index % 2 === 1)), []);
  t.equal(failures(answers).length, 32);
  t.match(answers[0]?.json, {
    code: 999,
    msg: /^failed to add route '10.9.0.0\/16 via 192.0.2.1 dev eth0 .*: network is unreachable$/,
  });
  t.equal(Object.keys(listLeases(dataDir)).length, 32);
  t.equal(readLinks(host).filter(({ master }) => master === "br0").length, 32);
  t.equal(readLinks(container).length, 33);
  t.ok(readLink(host, "br0")?.flags.includes("UP"));
});
