import t from "tap";
import { formatChainName, formatRuleComment } from "../../../src/plugins/shared/chain-name.ts";

const owner = { network: "test", containerId: "icee6giejonei6so" };

t.test("the names of chains are those of the reference's own tests (portmap_test.go)", async (t) => {
  const containerId =
    "icee6giejonei6sohng6ahngee7laquohquee9shiGo7fohferakah3Feiyoolu2pei7ciPhoh7shaoX6vai3vuf0ahfaeng8yohb9ceu0daez5hashee8ooYai5wa3y";
  t.equal(await formatChainName({ network: "test", containerId }, "DN-"), "CNI-DN-67e92b96e692a494b6b85");
  t.equal(await formatChainName({ network: "testNetName", containerId }, "DN-"), "CNI-DN-bfd599665540dd91d5d28");
  t.equal(await formatChainName(owner), "CNI-022110f36292712c8bb50a90");
});

t.test("comments quote as Go does", (t) => {
  t.equal(formatRuleComment(owner), 'name: "test" id: "icee6giejonei6so"');
  t.equal(formatRuleComment({ network: 'a"b\\', containerId: "é\n" }), 'name: "a\\"b\\\\" id: "é\\n"');
  t.end();
});
