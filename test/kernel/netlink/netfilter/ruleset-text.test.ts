import { readdirSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import {
  addChain,
  addRule,
  addTable,
  drop,
  formatRuleset,
  ip,
  ip6,
  jump,
  listRuleset,
  masquerade,
  meta,
  type Statement,
  tcp,
  toExpressions,
} from "../../../../src/netlink/netfilter/nftables/index.ts";
import { NFPROTO_INET } from "../../../../src/netlink/uapi/netfilter.ts";
import { needs } from "../../../harness/needs.ts";
import { runIn } from "../../../harness/netns.ts";
import { projectRoot } from "../../../netlink/bun.ts";
import { withNftables } from "./nftables.ts";

needs({ root: true, tools: ["ip", "nft"], kernel: ["nftables"] }, t);

const folder = join(projectRoot(), "fixtures/nft");
const link = (index: number): string | undefined => (index === 1 ? "lo" : undefined);

for (const file of readdirSync(folder)) {
  t.test(`${file} is shown as nft shows it, line by line`, (t) =>
    withNftables(t, async (client, netns) => {
      runIn(netns, ["nft", "-f", join(folder, file)]);
      for (const [args, handles] of [
        [[], false],
        [["-a"], true],
      ] as const) {
        const expected = runIn(netns, ["nft", ...args, "list", "ruleset"]);
        const shown = formatRuleset(await listRuleset(client), { link, handles });
        t.strictSame(shown.split("\n"), expected.split("\n"));
      }
    }),
  );

  t.test(`${file}: what is shown makes the same again`, (t) =>
    withNftables(t, async (client, netns) => {
      runIn(netns, ["nft", "-f", join(folder, file)]);
      const shown = formatRuleset(await listRuleset(client), { link });
      runIn(netns, ["nft", "flush", "ruleset"]);
      runIn(netns, ["nft", "-f", "-"], { input: shown });
      t.equal(formatRuleset(await listRuleset(client), { link }), shown);
    }),
  );
}

t.test("one table is listed where one is asked for", (t) =>
  withNftables(t, async (client, netns) => {
    runIn(netns, ["nft", "-f", "-"], { input: "table ip a { chain c { accept; }\n}\ntable ip6 a { }\ntable ip b { }" });
    const { family } = (await client.table.list())[0] ?? { family: -1 };
    const shown = formatRuleset(await listRuleset(client, { family, table: "a" }));
    t.equal(shown, "table ip a {\n\tchain c {\n\t\taccept\n\t}\n}\n");
  }),
);

t.test("rules made of words are listed in these words", (t) =>
  withNftables(t, async (client, netns) => {
    const family = NFPROTO_INET;
    const rule = (...words: Statement[]): Parameters<typeof addRule>[0] => ({
      ...{ family, table: "t", chain: "c", userdata: { comment: "made" } },
      expressions: toExpressions(family, words),
    });
    await client.transaction.commit([
      addTable({ family, name: "t", userdata: { comment: "of words" } }),
      addChain({ family, table: "t", name: "d" }),
      addChain({ family, table: "t", name: "c" }),
      addRule(rule(ip.saddr("10.1.0.5"), ip.daddr("10.1.0.0/16"), masquerade())),
      addRule(rule(ip6.daddr("ff00::/8"), jump("d"))),
      addRule(rule(meta.iifname("eth0"), tcp.dport(22), drop())),
    ]);
    const shown = formatRuleset(await listRuleset(client));
    t.equal(shown, runIn(netns, ["nft", "list", "ruleset"]));
    t.match(shown, 'ip saddr 10.1.0.5 ip daddr 10.1.0.0/16 masquerade comment "made"');
  }),
);
