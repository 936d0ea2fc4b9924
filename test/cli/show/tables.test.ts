import t from "tap";
import { formatRate } from "../../../src/cli/show/format-rate.ts";
import { drawMermaid } from "../../../src/cli/show/mermaid.ts";
import { formatTables } from "../../../src/cli/show/tables.ts";
import { picture } from "./picture.ts";

t.test("tables: what there is, each with its owner, and what could not be read", async (t) => {
  const text = formatTables(picture);
  t.match(text, /^veth1 +veth +up +1500 +cni0 +eth0 in a +net\/a\/eth0$/m);
  t.match(text, /\nroutes\nTO +VIA +DEV +TABLE +OWNER\ndefault +192\.0\.2\.1 +uplink +main\n/);
  t.match(text, /\nrules\nPRIORITY +RULE\n5 +from 10\.1\.0\.0\/16 lookup 7\n/);
  t.match(text, /^veth1 +tbf +1: +root +100Mbit +net\/a\/eth0$/m);
  t.match(text, /^\[2001:db8::1\]:8080\/tcp +80 +net\/a\/eth0$/m);
  t.match(text, /^ip nat +POSTROUTING +net\/a\/eth0 +-j CNI-1$/m);
  t.match(text, /\nnot read\nnftables: EPERM\n$/);
  const nothing = {
    ...picture,
    links: [],
    routes: [],
    rules: [],
    qdiscs: [],
    nftables: null,
    portMappings: [],
    unread: [],
  };
  t.equal(formatTables(nothing), "");
});

t.test("rates as tc prints them", async (t) => {
  const rates = [0, 800, 1000, 1500, 100_000_000, 2_500_000_000, 3_000_000_000].map(formatRate);
  t.strictSame(rates, ["", "800bit", "1kbit", "1500bit", "100Mbit", "2500Mbit", "3Gbit"]);
});

t.test("mermaid: a subgraph for each namespace, bridges and pairs as lines; names are no markup", async (t) => {
  t.equal(
    drawMermaid(picture),
    `flowchart LR
  subgraph host ["host"]
    h1["cni0 (bridge)<br>10.1.0.1/16"]
    h2["veth1 (veth)"]
    h3["veth2 (veth)"]
    h4["uplink (link)"]
    h1 --- h2
    h1 --- h3
  end
  subgraph c0 ["b #lt;#quot;&#35;1;#quot;#gt;"]
    c0l0["eth0 (veth)<br>10.1.0.3/16"]
  end
  h3 === c0l0
  subgraph c1 ["a"]
    c1l0["eth0 (veth)<br>10.1.0.2/16"]
    c1p>"[2001:db8::1]:8080/tcp to 80"]
  end
  h2 === c1l0
`,
  );
});
