import t from "tap";
import { needs } from "../../harness/needs.ts";
import { ip, readLink, runIn } from "../../harness/netns.ts";
import { call, makePlace, OURS, type Place, type Verb } from "./call.ts";

needs({ root: true, tools: ["ip"], files: [`${OURS}/loopback`] }, t);

function loopback(
  { host, container }: Place,
  verb: Verb,
  config: object = {},
  netns: Place["container"] | string = container,
) {
  return call({ host, netns, verb, config: { cniVersion: "1.1.0", name: "lo-net", type: "loopback", ...config } });
}

function makeLoopbackPlace(t: Parameters<typeof makePlace>[0]): Place {
  const place = makePlace(t);
  ip(place.container, "link set lo down");
  return place;
}

const isUp = ({ container }: Place) => readLink(container, "lo")?.flags.includes("UP");

t.test("lo comes up with ADD, is checked, and goes down with DEL, whatever the interface is called", async (t) => {
  const place = makeLoopbackPlace(t);
  t.strictSame(loopback(place, "ADD").json, {
    cniVersion: "1.1.0",
    interfaces: [{ mac: "00:00:00:00:00:00", name: "lo", sandbox: place.container.path }],
    ips: [
      { address: "127.0.0.1/8", interface: 0 },
      { address: "::1/128", interface: 0 },
    ],
  });
  t.ok(isUp(place));
  t.equal(loopback(place, "CHECK").status, 0);
  t.equal(loopback(place, "ADD").status, 0, "twice is fine");
  t.equal(loopback(place, "DEL").status, 0);
  t.notOk(isUp(place));
  t.equal(loopback(place, "DEL").status, 0);
  t.match(loopback(place, "CHECK").json, { code: 100, msg: "loopback interface is down" });
  t.equal(loopback(place, "DEL", {}, "").status, 0, "no namespace");
  t.equal(loopback(place, "DEL", {}, "/run/netns/nowhere").status, 0, "a namespace that is gone");
  t.match(loopback(place, "ADD", {}, "/run/netns/nowhere").json, { code: 8 });
});

t.test("the result is of the configuration's version", async (t) => {
  const place = makeLoopbackPlace(t);
  const old = { ip4: { ip: "127.0.0.1/8" }, ip6: { ip: "::1/128" }, dns: {} };
  for (const cniVersion of ["0.1.0", "0.2.0"]) {
    t.strictSame(loopback(place, "ADD", { cniVersion }).json, { cniVersion, ...old });
  }
  for (const cniVersion of ["0.3.0", "0.3.1", "0.4.0"]) {
    t.match(loopback(place, "ADD", { cniVersion }).json, {
      cniVersion,
      ips: [{ version: "4" }, { version: "6" }],
      dns: {},
    });
  }
  const { json } = loopback(place, "ADD", { cniVersion: "1.0.0" });
  t.match(json, { cniVersion: "1.0.0", ips: [{ address: "127.0.0.1/8" }, { address: "::1/128" }] });
  t.notOk("version" in json.ips[0]);
});

t.test("a previous result is passed on; a foreign address is refused and lo is left as it was", async (t) => {
  const place = makeLoopbackPlace(t);
  const prevResult = { cniVersion: "1.1.0", ips: [{ address: "10.1.0.5/24" }] };
  t.strictSame(loopback(place, "ADD", { prevResult }).json, prevResult);
  loopback(place, "DEL");
  ip(place.container, "address add 10.0.0.1/32 dev lo");
  const msg = 'loopback interface found with non-loopback address "10.0.0.1"';
  t.match(loopback(place, "ADD").json, { code: 7, msg });
  t.notOk(isUp(place));
});

t.test("without IPv6 there is one address", async (t) => {
  const place = makeLoopbackPlace(t);
  runIn(place.container, ["sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6"]);
  t.match(loopback(place, "ADD").json.ips, [{ address: "127.0.0.1/8" }]);
  t.equal(loopback(place, "ADD").json.ips.length, 1);
});
