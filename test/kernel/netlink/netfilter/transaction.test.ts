import t from "tap";
import {
  addChain,
  type Chain,
  createChain,
  deleteChain,
} from "../../../../src/netlink/netfilter/nftables/chain/chain.ts";
import {
  addTable,
  createTable,
  deleteTable,
  destroyTable,
} from "../../../../src/netlink/netfilter/nftables/table/table.ts";
import { echo } from "../../../../src/netlink/netfilter/nftables/transaction/operation.ts";
import { NF_ACCEPT, NF_INET_PRE_ROUTING, NFPROTO_INET, NFPROTO_IPV4 } from "../../../../src/netlink/uapi/netfilter.ts";
import { NF_IP_PRI_NAT_DST } from "../../../../src/netlink/uapi/netfilter_ipv4.ts";
import { needs } from "../../../harness/needs.ts";
import { runIn } from "../../../harness/netns.ts";
import { rejects } from "../../../netlink/errors.ts";
import { listRuleset, withNftables } from "./nftables.ts";

needs({ root: true, tools: ["ip", "nft"], kernel: ["nftables"] }, t);

const family = NFPROTO_INET;
const nat = (name: string): Chain => ({
  family,
  table: "t",
  name,
  hook: { hooknum: NF_INET_PRE_ROUTING, priority: NF_IP_PRI_NAT_DST },
  policy: NF_ACCEPT,
  type: "nat",
});

t.test("tables and chains are added, listed and deleted", (t) =>
  withNftables(t, async ({ table, chain, transaction }, netns) => {
    await transaction.commit([
      addTable({ family, name: "t", userdata: { comment: "ours" } }),
      addChain({ ...nat("dnat"), userdata: { comment: "in" } }),
      addChain({ family, table: "t", name: "plain" }),
      addTable({ family: NFPROTO_IPV4, name: "other" }),
      addChain({ family: NFPROTO_IPV4, table: "other", name: "x" }),
    ]);
    t.match(listRuleset(netns), [
      { table: { family: "inet", name: "t" } },
      {
        chain: {
          family: "inet",
          table: "t",
          name: "dnat",
          type: "nat",
          hook: "prerouting",
          prio: -100,
          policy: "accept",
        },
      },
      { chain: { family: "inet", table: "t", name: "plain" } },
      { table: { family: "ip", name: "other" } },
      { chain: { family: "ip", table: "other", name: "x" } },
    ]);
    t.match(runIn(netns, ["nft", "list", "ruleset"]), /comment "ours"[\s\S]*comment "in"/);
    t.match(await table.list(), [
      { family, name: "t", use: 2, userdata: { comment: "ours" } },
      { family: NFPROTO_IPV4, name: "other", use: 1 },
    ]);
    t.match(await table.get({ family, table: "t" }), { name: "t", handle: BigInt, flags: 0 });
    t.strictSame(
      (await table.list({ family: NFPROTO_IPV4 })).map(({ name }) => name),
      ["other"],
    );
    t.strictSame(
      (await chain.list({ family, table: "t" })).map(({ name }) => name),
      ["dnat", "plain"],
    );
    t.strictSame(
      (await chain.list({ table: "other" })).map(({ name }) => name),
      ["x"],
    );
    t.match(await chain.get({ family, table: "t", chain: "dnat" }), { ...nat("dnat"), use: 0 });
    await transaction.commit([
      deleteChain({ family, table: "t", chain: "plain" }),
      deleteTable({ family, table: "t" }),
    ]);
    t.strictSame(
      (await table.list()).map(({ name }) => name),
      ["other"],
    );
    await transaction.commit([destroyTable({ family, table: "t" })]);
  }),
);

t.test("all or nothing, and the error names the operation", (t) =>
  withNftables(t, async ({ transaction, table, chain }) => {
    const broken = transaction.commit([
      addTable({ family, name: "t" }),
      createChain({ ...nat("dnat") }),
      addChain({ family, table: "missing", name: "plain" }),
      createTable({ family, name: "t" }),
    ]);
    await rejects(t, broken, {
      name: "TransactionError",
      message:
        "add chain inet missing plain: ENOENT (no such file or directory); at attribute table; " +
        "operation 3 of 4; 2 were refused; there is no such table",
      index: 2,
      failures: [
        { index: 2, error: { errnoName: "ENOENT" } },
        { index: 3, error: { errnoName: "EEXIST", operation: "create table inet t" } },
      ],
    });
    t.strictSame(await table.list(), []);
    await rejects(t, chain.get({ family, table: "t", chain: "x" }), {
      operation: "get chain inet t x",
      errnoName: "ENOENT",
    });
    await rejects(t, table.get({ family, table: "t" }), { operation: "get table inet t", errnoName: "ENOENT" });
  }),
);

t.test("handles are learnt where asked", (t) =>
  withNftables(t, async ({ transaction, chain }) => {
    const { handles } = await transaction.commit([
      echo(addTable({ family, name: "t" })),
      addChain({ family, table: "t", name: "a" }),
      echo(addChain({ family, table: "t", name: "b" })),
    ]);
    const { handle } = await chain.get({ family, table: "t", chain: "b" });
    t.match(handles, [BigInt, undefined, handle]);
    t.type(handle, "bigint");
  }),
);

t.test("a transaction for another generation", (t) =>
  withNftables(t, async ({ transaction, table }) => {
    const { id: genid } = await transaction.generation();
    await transaction.commit([addTable({ family, name: "t" })], { genid });
    await rejects(t, transaction.commit([addTable({ family, name: "u" })], { genid }), {
      errnoName: "ERESTART",
      index: undefined,
    });
    t.strictSame(
      (await table.list()).map(({ name }) => name),
      ["t"],
    );
    t.ok((await transaction.generation()).id > genid);
  }),
);

t.test("a change is decided again when somebody was quicker", (t) =>
  withNftables(t, async ({ transaction, table }) => {
    const seen: string[][] = [];
    await transaction.change(async () => {
      const names = (await table.list()).map(({ name }) => name);
      seen.push(names);
      if (names.length < 2) await transaction.commit([addTable({ family, name: `other${names.length}` })]);
      return [addTable({ family, name: `mine${names.length}` })];
    });
    t.strictSame(seen, [[], ["other0"], ["other0", "other1"]]);
    t.strictSame(
      (await table.list()).map(({ name }) => name),
      ["other0", "other1", "mine2"],
    );
  }),
);

t.test("a change that is right whatever others have done since", (t) =>
  withNftables(t, async ({ transaction, table }) => {
    let decisions = 0;
    const others = () => transaction.commit([addTable({ family, name: `other${++decisions}` })]);
    await transaction.change(async () => {
      await others();
      return { operations: [addTable({ family, name: "mine" })], isUnconditional: true };
    });
    t.equal(decisions, 1, "it is decided once");

    await transaction.change(async () => {
      const names = (await table.list()).map(({ name }) => name);
      if (++decisions === 2) await transaction.commit([deleteTable({ family, table: "mine" })]);
      const doomed = names.filter((name) => name === "mine").map((name) => deleteTable({ family, table: name }));
      return { operations: [...doomed, addTable({ family, name: "end" })], isUnconditional: true };
    });
    t.equal(decisions, 3, "and again where what it needs has gone");
    t.ok((await table.list()).some(({ name }) => name === "end"));

    const wrong = transaction.change(async () => {
      decisions++;
      return { operations: [deleteTable({ family, table: "nowhere" })], isUnconditional: true };
    });
    await rejects(t, wrong, { errnoName: "ENOENT", operation: "delete table inet nowhere" });
    t.equal(decisions, 5, "what is wrong is so for one generation too");
  }),
);

t.test("ten thousand operations in one transaction", (t) =>
  withNftables(t, async ({ transaction, chain }) => {
    const names = Array.from({ length: 10_000 }, (_, index) => `chain-${index}`);
    const chains = names.map((name) => addChain({ family, table: "t", name }));
    await transaction.commit([addTable({ family, name: "t" }), ...chains]);
    t.equal((await chain.list({ family, table: "t" })).length, 10_000);
    const again = transaction.commit(names.map((name) => createChain({ family, table: "t", name })));
    const error = await again.catch((error: { failures: unknown[] }) => error);
    t.equal((error as { failures: unknown[] }).failures.length, 10_000, "every refusal is read");
  }),
);
