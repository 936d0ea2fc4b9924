import { writeFileSync } from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { guardHost } from "../../harness/host-guard.ts";
import { needs } from "../../harness/needs.ts";
import { deleteNetns, ip, makeNetns, readLinks } from "../../harness/netns.ts";
import { run } from "../../harness/run.ts";
import { type Answer, call, type Json, makePlace, OURS, type Place, type Verb } from "./call.ts";
import { listLeases } from "./world.ts";

needs({ kernel: ["bridge", "veth"], files: [`${OURS}/bridge`, `${OURS}/ptp`] }, t);
guardHost(t);
t.setTimeout(120_000);

const BRIDGES: Readonly<Record<string, Json>> = { bridge: { bridge: "br0", isGateway: true }, ptp: {} };

function makeAttachments(t: Test, type: string, subnet = "10.1.0.0/16") {
  const place = makePlace(t);
  const ipam = { type: "host-local", dataDir: place.dataDir, subnet };
  const config = { cniVersion: "1.1.0", name: "net", type, ipam, ...BRIDGES[type] };
  return {
    ...place,
    config,
    run(verb: Verb, options: { netns?: string; id?: string; ifname?: string; change?: Json } = {}): Answer {
      const { netns = place.container.path, change, ...rest } = options;
      return call({ host: place.host, netns, verb, config: { ...config, ...change }, ...rest });
    },
  };
}

/** Everything of containers; a bridge and its address are nobody's. */
function leftovers({ host, dataDir }: Place): readonly string[] {
  const links = readLinks(host).map(({ ifname }) => ifname);
  return [...links.filter((name) => name !== "lo" && name !== "br0"), ...Object.keys(listLeases(dataDir))];
}

const DONE = { status: 0, json: undefined, stderr: "" };

for (const type of ["bridge", "ptp"]) {
  t.test(`${type}: DEL is complete and says nothing`, async (t) => {
    await t.test("twice, and before any ADD", async (t) => {
      const place = makeAttachments(t, type);
      t.strictSame(place.run("DEL"), DONE);
      t.equal(place.run("ADD").status, 0);
      t.ok(leftovers(place).length > 1, "there is something to delete");
      t.strictSame(place.run("DEL"), DONE, "without prevResult");
      t.strictSame(leftovers(place), []);
      t.strictSame(place.run("DEL"), DONE);
    });
    await t.test("without a namespace, given what ADD reported", async (t) => {
      const place = makeAttachments(t, type);
      const prevResult = place.run("ADD").json;
      t.strictSame(place.run("DEL", { netns: "", change: { prevResult } }), DONE);
      t.strictSame(leftovers(place), []);
    });
    await t.test("without a namespace and without anything", async (t) => {
      const place = makeAttachments(t, type);
      place.run("ADD");
      t.strictSame(place.run("DEL", { netns: "" }), DONE);
      t.strictSame(Object.keys(listLeases(place.dataDir)), [], "the addresses are free");
      deleteNetns(place.container.name);
    });
    await t.test("when the namespace is gone, or a file is left in its place", async (t) => {
      const place = makeAttachments(t, type);
      place.run("ADD");
      deleteNetns(place.container.name);
      t.strictSame(place.run("DEL"), DONE);
      t.strictSame(Object.keys(listLeases(place.dataDir)), []);
      const file = join(place.dataDir, "unmounted-namespace");
      writeFileSync(file, "");
      t.strictSame(place.run("DEL", { netns: file }), DONE);
    });
    await t.test("with a prevResult that cannot be read", async (t) => {
      const place = makeAttachments(t, type);
      place.run("ADD");
      const answer = place.run("DEL", { change: { prevResult: { cniVersion: "1.1.0", ips: "none" } } });
      t.match(answer, { status: 0, stderr: /^ignoring prevResult: / });
      t.strictSame(leftovers(place), []);
    });
    await t.test("goes on after a failure, and tells of it", async (t) => {
      const place = makeAttachments(t, type);
      place.run("ADD");
      // The interface is there no more, IPAM's plugin was never: the one is no failure, the other is.
      const change = { ipam: { type: "no-such-ipam" } };
      t.match(place.run("DEL", { change }), { status: 1, json: { code: 7, msg: /no-such-ipam/ } });
      t.strictSame(
        readLinks(place.container).map(({ ifname }) => ifname),
        ["lo"],
        "the interface went all the same",
      );
      t.strictSame(place.run("DEL"), DONE);
      t.strictSame(leftovers(place), []);
    });
  });

  t.test(`${type}: a link that took the name of the host's end is left alone`, async (t) => {
    const place = makeAttachments(t, type);
    const prevResult = place.run("ADD").json;
    const port = prevResult.interfaces.find(({ name }: { name: string }) => name.startsWith("veth")).name;
    ip(place.container, "link delete eth0");
    ip(place.host, `link add ${port} type veth peer name other`);
    t.strictSame(place.run("DEL", { netns: "", change: { prevResult } }), DONE);
    t.ok(readLinks(place.host).some(({ ifname }) => ifname === port));
  });

  t.test(`${type}: GC frees what no valid attachment holds`, async (t) => {
    const place = makeAttachments(t, type);
    for (const id of ["one", "two", "three"]) {
      t.equal(place.run("ADD", { id, ifname: id, netns: makeNetns(t, id).path }).status, 0);
    }
    const attachments = [{ containerID: "two", ifname: "two" }];
    const change = { "cni.dev/valid-attachments": attachments };
    t.match(place.run("GC", { change }), { status: 0, json: undefined, stderr: /freed 2 stale lease/ });
    t.strictSame(Object.values(listLeases(place.dataDir)), ["two\r\ntwo"]);
    t.strictSame(place.run("GC", { change }), DONE, "twice is fine");
    t.match(place.run("GC"), { status: 0, stderr: /nothing is collected/ }, "a runtime that names none is not trusted");
    t.strictSame(Object.values(listLeases(place.dataDir)), ["two\r\ntwo"]);
  });

  t.test(`${type}: STATUS says whether an ADD could work`, async (t) => {
    const place = makeAttachments(t, type, "10.1.0.0/30");
    t.strictSame(place.run("STATUS"), DONE);
    t.match(place.run("STATUS", { change: { ipam: { type: "no-such-ipam" } } }).json, { code: 50 });
    t.match(place.run("STATUS", { change: { mtu: "big" } }).json, { code: 6 });
    place.run("ADD");
    t.match(place.run("STATUS").json, { code: 50 }, "no address left");
    t.match(place.run("STATUS", { change: { cniVersion: "1.0.0" } }).json, { code: 1 });
  });
}

t.test("another container's interface in the same namespace stays", async (t) => {
  const place = makeAttachments(t, "bridge");
  place.run("ADD", { ifname: "eth0" });
  place.run("ADD", { ifname: "net1" });
  place.run("DEL", { ifname: "eth0" });
  t.strictSame(
    readLinks(place.container).map(({ ifname }) => ifname),
    ["lo", "net1"],
  );
  t.strictSame(Object.values(listLeases(place.dataDir)), ["box\r\nnet1"]);
  run(["ip", "-n", place.host.name, "link", "show", "br0"]);
});
