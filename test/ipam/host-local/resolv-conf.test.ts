import { join } from "node:path";
import t from "tap";
import { parseResolvConf, readResolvConf } from "../../../src/ipam/host-local/resolv-conf.ts";
import { cniErrorOf } from "../cni-error-of.ts";

t.test("what counts of a resolv.conf", (t) => {
  const text = `
# a comment
; another
nameserver 192.0.2.0
  nameserver\t192.0.2.1   ignored
nameserver
#nameserver 192.0.2.9
;nameserver 192.0.2.9
domain example.com
domain example.net
search example.com example.org\r
search third.example
options foo bar
options baz
sortlist 10.0.0.0
`;
  t.same(parseResolvConf(text), {
    nameservers: ["192.0.2.0", "192.0.2.1"],
    domain: "example.net",
    search: ["example.com", "example.org", "third.example"],
    options: ["foo", "bar", "baz"],
  });
  t.same(parseResolvConf(""), {});
  t.end();
});

t.test("a file", (t) => {
  const dir = t.testdir({ "resolv.conf": "nameserver 192.0.2.3\n" });
  t.same(readResolvConf(join(dir, "resolv.conf")), { nameservers: ["192.0.2.3"] });
  const missing = join(dir, "missing");
  t.match(
    cniErrorOf(() => readResolvConf(missing)),
    { code: 5, msg: `open ${missing}: no such file or directory` },
  );
  t.end();
});
