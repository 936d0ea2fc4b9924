import t from "tap";
import { readAdmission } from "../../../src/plugins/firewall/admission.ts";
import { loadFirewallConfig } from "../../../src/plugins/firewall/config.ts";
import { makeCall, outcomeOf } from "../cni-call.ts";

const load = (config: object, command: "ADD" | "DEL" = "ADD") =>
  outcomeOf(() => loadFirewallConfig(makeCall({ type: "firewall", ...config }, { command })));

t.test("defaults are the reference's, and an empty text is as good as none", (t) => {
  const defaults = { backend: "", adminChain: "CNI-ADMIN", zone: "trusted", ingressPolicy: "open" };
  t.strictSame(load({}), defaults);
  t.strictSame(load({ iptablesAdminChainName: "", firewalldZone: "", ingressPolicy: "" }), defaults);
  t.match(load({ iptablesAdminChainName: "A", firewalldZone: "z", backend: "firewalld" }), {
    ...{ backend: "firewalld", adminChain: "A", zone: "z" },
  });
  t.end();
});

t.test("a policy that is none", (t) => {
  t.equal(load({ ingressPolicy: "closed" }), '7 unknown ingress policy: "closed"');
  t.match(load({ ingressPolicy: "closed" }, "DEL"), { ingressPolicy: "open" }, "DEL cleans up all the same");
  t.equal(load({ ingressPolicy: 1 }), "6 failed to load netconf: ingressPolicy: expected string, got number 1");
  t.end();
});

t.test("isolation needs the name of a bridge", (t) => {
  const config = loadFirewallConfig(makeCall({ type: "firewall", ingressPolicy: "isolated" }));
  const empty = { interfaces: [], ips: [], routes: [], dns: {} };
  t.match(
    outcomeOf(() => readAdmission(config, empty)),
    /^7 interface needs to be set for ingress policy "isolated"/,
  );
  t.equal(
    outcomeOf(() => readAdmission(config, { ...empty, interfaces: [{ name: "" }] })),
    "7 got empty bridge name",
  );
  t.match(readAdmission(config, { ...empty, interfaces: [{ name: "br0" }] }), {
    isolation: { bridge: "br0", policy: "isolated" },
  });
  t.end();
});
