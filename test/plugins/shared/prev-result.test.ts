import t from "tap";
import { formatResult } from "../../../src/cni/types/encode-result.ts";
import { requirePrevResult } from "../../../src/plugins/shared/prev-result.ts";
import { makeCall, outcomeOf } from "../cni-call.ts";

const MSG = "must be called as chained plugin";

t.test("without a previous result the plugin's own words", async (t) => {
  t.equal(
    outcomeOf(() => requirePrevResult(makeCall({}), MSG)),
    `7 ${MSG}`,
  );
  t.equal(
    outcomeOf(() => requirePrevResult(makeCall({ prevResult: null }), MSG)),
    `7 ${MSG}`,
  );
});

t.test("what is passed on is what came, in the configuration's version and without unknown keys", async (t) => {
  const interfaces = [
    { mac: "02:00:00:00:00:01", mtu: 1400, name: "eth0", sandbox: "/run/netns/box", socketPath: "/s", pciID: "p" },
    { name: "veth0", mac: "not a mac" },
  ];
  const ips = [{ address: "10.1.0.5/16", gateway: "10.1.0.1", interface: 0 }, { address: "fd00:1::5/64" }];
  const routes = [{ dst: "0.0.0.0/0", gw: "10.1.0.1", mtu: 9, advmss: 8, priority: 7, table: 0, scope: 253 }];
  const dns = { nameservers: ["10.1.0.1"], domain: "d", search: ["s"], options: ["o"] };
  const known = { cniVersion: "1.1.0", interfaces, ips, routes, dns };
  const call = makeCall({ prevResult: { ...known, cniVersion: "1.0.0", more: 1, dns: { ...dns, more: [] } } });
  t.strictSame(JSON.parse(formatResult(requirePrevResult(call, MSG), "1.1.0")), known);
});

t.test("one that 0.1.0 and 0.2.0 have no place for is refused at once", async (t) => {
  const refused = "999 cannot convert: no valid IP addresses";
  for (const cniVersion of ["0.1.0", "0.2.0"]) {
    t.equal(
      outcomeOf(() => requirePrevResult(makeCall({ cniVersion, prevResult: {} }), MSG)),
      refused,
    );
    const call = makeCall({ cniVersion, prevResult: { ip4: { ip: "10.1.0.5/16" } } });
    t.equal(requirePrevResult(call, MSG), call.config.prevResult);
  }
});
