import t from "tap";
import { chooseDns } from "../../../src/plugins/shared/choose-dns.ts";

t.test("the configuration's DNS replaces IPAM's as a whole once it sets anything", (t) => {
  const ipam = { nameservers: ["10.1.0.1"], domain: "ipam.test" };
  t.strictSame(chooseDns(undefined, ipam), ipam);
  t.strictSame(chooseDns({}, ipam), ipam);
  t.strictSame(chooseDns({ domain: "" }, ipam), ipam);
  for (const configured of [{ nameservers: [] }, { search: [] }, { options: [] }, { domain: "conf.test" }]) {
    t.strictSame(chooseDns(configured, ipam), configured, JSON.stringify(configured));
  }
  t.end();
});
