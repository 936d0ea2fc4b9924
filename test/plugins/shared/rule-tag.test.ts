import t from "tap";
import { formatRuleTag, networkTagPrefix, tagPrefix } from "../../../src/plugins/shared/rule-tag.ts";

const owner = { network: "unit-test", ifname: "eth0", containerId: "one" };

t.test("the tag is the reference's", async (t) => {
  t.equal(await formatRuleTag(owner), "6fd94d501e58f0aa-287fc69eff0574a2, net: unit-test, if: eth0, id: one");
});

t.test("prefixes tell networks and attachments", async (t) => {
  const tag = await formatRuleTag(owner);
  t.ok(tag.startsWith(await networkTagPrefix("unit-test")));
  t.ok(tag.startsWith(await tagPrefix(owner)));
  t.notOk(tag.startsWith(await tagPrefix({ ...owner, ifname: "eth1" })));
  t.notOk(tag.startsWith(await tagPrefix({ ...owner, containerId: "two" })));
  t.notOk(tag.startsWith(await networkTagPrefix("unit")));
});

t.test("a tag is at most 128 bytes of whole characters, and has no quotes", async (t) => {
  const tag = await formatRuleTag({ ...owner, containerId: `"${"a".repeat(62)}é${"b".repeat(60)}` });
  t.equal(Buffer.byteLength(tag), 127, "é would be the bytes 128 and 129");
  t.notMatch(tag, /["�]/);
});
