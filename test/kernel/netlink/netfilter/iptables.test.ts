import t from "tap";
import type { ChainRef } from "../../../../src/netlink/netfilter/nftables/chain/chain.ts";
import { type IptablesClient, openIptablesClient } from "../../../../src/netlink/netfilter/xtables/iptables-client.ts";
import type { IptablesPlan } from "../../../../src/netlink/netfilter/xtables/plan.ts";
import { decodeRule } from "../../../../src/netlink/netfilter/xtables/rule/decode-rule.ts";
import { formatRule } from "../../../../src/netlink/netfilter/xtables/rule/format-rule.ts";
import type { IptablesRule } from "../../../../src/netlink/netfilter/xtables/rule/iptables-rule.ts";
import { NFPROTO_IPV4, NFPROTO_IPV6 } from "../../../../src/netlink/uapi/netfilter.ts";
import { needs } from "../../../harness/needs.ts";
import { makeNetns, runIn, type TestNetns, tryRunIn } from "../../../harness/netns.ts";
import { rejects } from "../../../netlink/errors.ts";
import { readXtablesFixtures, ruleOf } from "../../../netlink/netfilter/xtables/fixture.ts";
import { listRuleset } from "./nftables.ts";

needs({ root: true, tools: ["ip", "nft", "iptables", "ip6tables"], kernel: ["nft-compat"] }, t);

type Body = (client: IptablesClient, netns: TestNetns) => Promise<void>;

async function withIptables(t: Parameters<typeof makeNetns>[0], body: Body): Promise<void> {
  const netns = makeNetns(t, "xt");
  using client = await openIptablesClient({ netns: netns.path });
  await body(client, netns);
}

const filter = (chain: string): ChainRef => ({ family: NFPROTO_IPV4, table: "filter", chain });
const sh = (netns: TestNetns, line: string): string => runIn(netns, ["sh", "-c", line]);
const rulesOf = (netns: TestNetns, chain = "FORWARD"): string[] =>
  sh(netns, `iptables -S ${chain}`).trim().split("\n").slice(1);

t.test("rules are made as iptables makes them", (t) =>
  withIptables(t, async (client, netns) => {
    for (const { command, printed, sent } of readXtablesFixtures()) {
      const { family, table, expressions = [] } = ruleOf(sent);
      const tool = family === NFPROTO_IPV6 ? "ip6tables" : "iptables";
      const chains = [
        { family, table, chain: "CHAIN" },
        { family, table, chain: "OTHER" },
      ] as const;
      const rule = decodeRule({ family, expressions });
      if (rule === undefined) {
        t.fail(command);
        continue;
      }
      await client.change(chains, (plan) => {
        plan.ensureChain(chains[1]);
        plan.appendUnique(chains[0], rule);
      });
      t.equal(sh(netns, `${tool} -t ${table} -S CHAIN 1`).trim(), `-A CHAIN ${printed}`.trim());
      const check = command.replace(/ -A CHAIN/, " -C CHAIN");
      t.equal(tryRunIn(netns, ["sh", "-c", check]).status, 0, check);
      await client.change(chains, (plan) => plan.deleteRule(chains[0], rule));
      t.same(await client.listRules(chains[0]), []);
    }
  }),
);

t.test("built-in chains are made as iptables makes them", (t) =>
  withIptables(t, async (client, netns) => {
    const theirs = makeNetns(t, "xt");
    const names: Readonly<Record<string, string>> = {
      raw: "PREROUTING OUTPUT",
      mangle: "PREROUTING INPUT FORWARD OUTPUT POSTROUTING",
      nat: "PREROUTING INPUT OUTPUT POSTROUTING",
      filter: "INPUT FORWARD OUTPUT",
      security: "INPUT FORWARD OUTPUT",
    };
    for (const [tool, family] of [["iptables", NFPROTO_IPV4] as const, ["ip6tables", NFPROTO_IPV6] as const]) {
      for (const [table, chains] of Object.entries(names)) {
        for (const chain of chains.split(" ")) {
          const ref = { family, table, chain };
          await client.change([ref], (plan) => plan.ensureChain(ref));
          sh(theirs, `${tool} -t ${table} -A ${chain} && ${tool} -t ${table} -F ${chain}`);
        }
      }
    }
    const comparable = (netns: TestNetns): string[] =>
      listRuleset(netns).map((item) => JSON.stringify(item, withoutHandles));
    t.strictSame(comparable(netns), comparable(theirs));
  }),
);

function withoutHandles(key: string, value: unknown): unknown {
  return key === "handle" ? undefined : value;
}

t.test("what is there stays as it is and where it is", (t) =>
  withIptables(t, async (client, netns) => {
    sh(
      netns,
      "iptables -P FORWARD DROP && iptables -A FORWARD -i eth0 -j ACCEPT && nft add rule ip filter FORWARD meta length 5 drop",
    );
    const forward = filter("FORWARD");
    const own = filter("CNI-FORWARD");
    const jump: IptablesRule = { jump: "CNI-FORWARD", matches: [{ name: "comment", info: "ours" }] };
    const accept: IptablesRule = { source: "10.1.2.3/32", jump: "ACCEPT" };
    const change = (): Promise<void> =>
      client.change([forward, own], (plan) => {
        plan.ensureChain(own);
        plan.insertUnique(forward, jump);
        plan.appendUnique(forward, { inInterface: "eth0", jump: "ACCEPT" });
        plan.appendUnique(own, accept);
        plan.appendUnique(own, accept);
      });
    await change();
    const first = listRuleset(netns);
    t.match(sh(netns, "nft list chain ip filter FORWARD"), /policy drop/);
    t.same(
      (await client.listRules(forward)).map(({ rule }) => rule && formatRule(rule, NFPROTO_IPV4)),
      ["-m comment --comment ours -j CNI-FORWARD", "-i eth0 -j ACCEPT", undefined],
    );
    await change();
    t.strictSame(listRuleset(netns), first);
    await client.change([forward, own], (plan) => {
      plan.deleteRules(forward, (rule) => rule.jump === "CNI-FORWARD");
      plan.deleteChain(own);
    });
    t.same(await client.listChains(forward), ["FORWARD"]);
    t.equal((await client.listRules(forward)).length, 2);
  }),
);

t.test("a plan is made anew when somebody else changes the rules", (t) =>
  withIptables(t, async (client, netns) => {
    let asked = 0;
    await client.change([filter("FORWARD")], (plan) => {
      asked += 1;
      if (asked === 1) sh(netns, "iptables -A FORWARD -i theirs -j DROP");
      plan.appendUnique(filter("FORWARD"), { inInterface: "theirs", jump: "DROP" });
      plan.appendUnique(filter("FORWARD"), { inInterface: "ours", jump: "DROP" });
    });
    t.equal(asked, 2);
    t.same(rulesOf(netns), ["-A FORWARD -i theirs -j DROP", "-A FORWARD -i ours -j DROP"]);
  }),
);

t.test("a refusal names the rule, and nothing is changed", (t) =>
  withIptables(t, async (client, netns) => {
    const change = client.change([filter("A")], (plan) => {
      plan.appendUnique(filter("A"), { protocol: 6, jump: "RETURN" });
      plan.appendUnique(filter("A"), { source: "10.0.0.0/8", jump: "NOWHERE" });
    });
    await rejects(t, change, { message: /^append rule ip filter A -s 10.0.0.0\/8 -j NOWHERE: ENOENT/ });
    t.same(listRuleset(netns), []);
  }),
);

t.test("chains that are not there", (t) =>
  withIptables(t, async (client, netns) => {
    const nowhere = filter("NOWHERE");
    t.equal(await client.chainExists(nowhere), false);
    t.same(await client.listRules(nowhere), []);
    t.same(await client.listChains(nowhere), []);
    await client.change([nowhere], (plan) => {
      t.equal(plan.exists(nowhere), false);
      plan.deleteRule(nowhere, { jump: "DROP" });
      plan.deleteRules(nowhere, () => true);
      plan.deleteChain(nowhere);
    });
    t.same(listRuleset(netns), []);
  }),
);

t.test("what the kernel has of x_tables", (t) =>
  withIptables(t, async (client) => {
    const match = { family: NFPROTO_IPV4, kind: "match", name: "comment", revision: 0 } as const;
    t.equal(await client.supports(match), true);
    t.equal(await client.supports({ ...match, family: NFPROTO_IPV6, kind: "target", name: "DNAT", revision: 2 }), true);
    t.equal(await client.supports({ ...match, kind: "target" }), false);
    t.equal(await client.supports({ ...match, revision: 9 }), false);
    t.equal(await client.supports({ ...match, name: "no-such-match" }), false);
  }),
);

t.test("what others change matters to rules that they may add as well", (t) =>
  withIptables(t, async (client, netns) => {
    const chains = [filter("FORWARD"), filter("MINE")] as const;
    const isUnconditional = async (decide: (plan: IptablesPlan) => void): Promise<boolean | undefined> => {
      let answer: boolean | undefined;
      await client.change(chains, (plan) => {
        decide(plan);
        answer = plan.isUnconditional;
      });
      return answer;
    };
    const rule = (source: string): IptablesRule => ({ source, jump: "ACCEPT" });
    const [forward, mine] = chains;
    t.equal(await isUnconditional((plan) => plan.ensureChain(forward)), false, "a built-in chain has a policy");
    t.equal(await isUnconditional((plan) => plan.ensureChain(mine)), true, "others have not");
    t.equal(await isUnconditional((plan) => plan.appendUnique(mine, rule("192.0.2.1/32"), { isOwn: true })), true);
    t.equal(await isUnconditional((plan) => plan.appendUnique(mine, rule("192.0.2.1/32"))), true, "it is there");
    t.equal(await isUnconditional((plan) => plan.insertUnique(mine, rule("192.0.2.2/32"))), false);
    t.equal(await isUnconditional((plan) => plan.deleteRule(mine, rule("192.0.2.2/32"))), true);
    t.equal(await isUnconditional((plan) => plan.deleteChain(mine)), true);
    t.same(rulesOf(netns), []);
  }),
);
