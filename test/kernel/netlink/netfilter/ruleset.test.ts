import t from "tap";
import { addChain } from "../../../../src/netlink/netfilter/nftables/chain/chain.ts";
import { addObject, deleteObject } from "../../../../src/netlink/netfilter/nftables/object/object.ts";
import {
  addRule,
  deleteRule,
  flushChain,
  flushTable,
  insertRule,
  type RuleInput,
  replaceRule,
} from "../../../../src/netlink/netfilter/nftables/rule/rule.ts";
import {
  addElements,
  createElements,
  deleteElements,
  flushSet,
  type SetElement,
} from "../../../../src/netlink/netfilter/nftables/set/element.ts";
import { addSet, createSet, deleteSet, destroySet } from "../../../../src/netlink/netfilter/nftables/set/set.ts";
import { addTable } from "../../../../src/netlink/netfilter/nftables/table/table.ts";
import { echo } from "../../../../src/netlink/netfilter/nftables/transaction/operation.ts";
import { NF_DROP, NFPROTO_INET } from "../../../../src/netlink/uapi/netfilter.ts";
import * as uapi from "../../../../src/netlink/uapi/nf_tables.ts";
import { needs } from "../../../harness/needs.ts";
import { runIn } from "../../../harness/netns.ts";
import { rejects } from "../../../netlink/errors.ts";
import { listRuleset, withNftables } from "./nftables.ts";

needs({ root: true, tools: ["ip", "nft"], kernel: ["nftables"] }, t);

const family = NFPROTO_INET;
const table = "t";
const chain = "c";
const base = [addTable({ family, name: table }), addChain({ family, table, name: chain })];
const rule = (comment: string, more: Partial<RuleInput> = {}): RuleInput => ({
  ...{ family, table, chain, expressions: [{ name: "counter" }], userdata: { comment } },
  ...more,
});
const ipv4 = (...octets: number[]): SetElement => ({ key: { value: Uint8Array.from(octets) } });
const addresses = { keyType: 7, keyLen: 4 };
const set = { family, table, set: "s" };

t.test("rules are added where they belong, listed by chain and deleted by handle", (t) =>
  withNftables(t, async ({ transaction, rule: rules }, netns) => {
    const { handles } = await transaction.commit([
      ...base,
      addChain({ family, table, name: "other" }),
      echo(addRule(rule("second"))),
      addRule(rule("fourth")),
      insertRule(rule("first")),
      addRule(rule("elsewhere", { chain: "other" })),
    ]);
    const position = handles[3] ?? 0n;
    t.ok(position > 0n);
    await transaction.commit([addRule(rule("third", { position })), insertRule(rule("zeroth"))]);
    const comments = async (): Promise<unknown[]> =>
      (await rules.list({ family, table, chain })).map(({ userdata }) => userdata?.comment);
    t.strictSame(await comments(), ["zeroth", "first", "second", "third", "fourth"]);
    t.match(
      listRuleset(netns)
        .filter((each) => "rule" in each)
        .map((each) => (each as { rule: object }).rule),
      [
        { chain: "c", comment: "zeroth", expr: [{ counter: {} }] },
        { comment: "first" },
        { comment: "second", handle: Number(position) },
        { comment: "third" },
        { comment: "fourth" },
        { chain: "other", comment: "elsewhere" },
      ],
    );
    t.equal((await rules.list({ family, table })).length, 6);
    t.equal((await rules.list({ family: 2 })).length, 0);
    t.strictSame(await rules.list({ family, table, chain: "none" }), []);
    t.match(await rules.get({ family, table, chain, handle: position }), { userdata: { comment: "second" } });

    // As plugins do: list, find by comment, delete.
    const ours = (await rules.list({ family, table, chain })).filter(({ userdata }) => userdata?.comment !== "second");
    await transaction.commit([...ours.map(deleteRule), replaceRule({ ...rule("instead"), handle: position })]);
    t.strictSame(await comments(), ["instead"]);
    await transaction.commit([flushChain({ family, table, chain })]);
    t.strictSame(await comments(), []);
    await transaction.commit([flushTable({ family, table })]);
    t.strictSame(await rules.list({ family, table }), []);
  }),
);

t.test("errors of rules name chain, comment and what is missing", (t) =>
  withNftables(t, async ({ transaction }) => {
    await transaction.commit(base);
    await rejects(t, transaction.commit([addRule(rule("x", { chain: "none" }))]), {
      message:
        'add rule inet t none comment "x": ENOENT (no such file or directory); at attribute chain; ' +
        "operation 1 of 1; there is no such chain",
    });
    await rejects(
      t,
      transaction.commit([addRule(rule("x", { expressions: [{ name: "counter" }, { name: "wish" }] }))]),
      {
        message:
          'add rule inet t c comment "x": ENOENT (no such file or directory); at attribute expressions.1; ' +
          "operation 1 of 1; the kernel has no such expression, or its module is missing",
      },
    );
    await rejects(t, transaction.commit([deleteRule({ family, table, chain, handle: 77n })]), {
      message:
        "delete rule inet t c handle 77: ENOENT (no such file or directory); at attribute handle; " +
        "operation 1 of 1; nothing has this handle",
    });
    await rejects(t, transaction.commit([addTable({ family: 99, name: "t" })]), {
      message:
        /^add table family 99 t: .*; operation 1 of 1; the kernel does not support it, or its module is missing$/,
    });
  }),
);

t.test("sets and their elements", (t) =>
  withNftables(t, async ({ transaction, set: sets }, netns) => {
    const size = { desc: { size: 100 } };
    const s = { family, table, name: "s", ...addresses, ...size, userdata: { keyByteorder: 2, comment: "ours" } };
    await transaction.commit([
      ...base,
      addSet(s),
      ...addElements(set, [{ ...ipv4(10, 0, 0, 1), userdata: { comment: "one" } }, ipv4(10, 0, 0, 2)]),
    ]);
    t.match(
      listRuleset(netns).filter((each) => "set" in each),
      [
        {
          set: {
            name: "s",
            type: "ipv4_addr",
            size: 100,
            elem: [{ elem: { val: "10.0.0.1", comment: "one" } }, "10.0.0.2"],
          },
        },
      ],
    );
    t.match(await sets.list({ family, table }), [{ name: "s", keyLen: 4, userdata: { comment: "ours" } }]);
    t.match(await sets.get(set), { name: "s", desc: { size: 100 } });
    await rejects(t, sets.list({ family, table: "none" }), { errnoName: "ENOENT", attribute: "table" });
    t.equal((await sets.elements(set)).length, 2);
    t.match(await sets.getElement(set, ipv4(10, 0, 0, 1)), { userdata: { comment: "one" } });
    await rejects(t, sets.getElement(set, ipv4(10, 0, 0, 9)), {
      errnoName: "ENOENT",
      operation: "get element of inet t s",
    });
    await rejects(t, transaction.commit(createElements(set, [ipv4(10, 0, 0, 1)])), {
      message: /^create element inet t s: EEXIST/,
    });
    await transaction.commit([...deleteElements(set, [ipv4(10, 0, 0, 1)]), ...addElements(set, [ipv4(10, 0, 0, 3)])]);
    t.same((await sets.elements(set)).map(({ key }) => [...(key?.value ?? [])].join(".")).sort(), [
      "10.0.0.2",
      "10.0.0.3",
    ]);
    await transaction.commit([flushSet(set)]);
    t.strictSame(await sets.elements(set), []);
    await rejects(t, transaction.commit([createSet(s)]), { message: /^create set inet t s: EEXIST/ });
    await transaction.commit([deleteSet(set), destroySet(set)]);
    t.strictSame(await sets.list(), []);
    await rejects(t, sets.elements(set), { errnoName: "ENOENT", operation: "list elements of inet t s" });
  }),
);

t.test("intervals, ranges of concatenations, timeouts", (t) =>
  withNftables(t, async ({ transaction, set: sets }, netns) => {
    const end = { flags: uapi.NFT_SET_ELEM_INTERVAL_END };
    await transaction.commit([
      ...base,
      addSet({ family, table, name: "s", flags: uapi.NFT_SET_INTERVAL, ...addresses }),
      ...addElements(set, [ipv4(10, 0, 0, 0), { ...ipv4(11, 0, 0, 0), ...end }]),
      addSet({
        ...{ family, table, name: "pairs", keyType: (7 << 6) | 13, keyLen: 8 },
        flags: uapi.NFT_SET_INTERVAL | uapi.NFT_SET_CONCAT,
        desc: { concat: [{ len: 4 }, { len: 2 }] },
      }),
      ...addElements({ ...set, set: "pairs" }, [
        {
          key: { value: Uint8Array.from([10, 0, 0, 0, 0, 80, 0, 0]) },
          keyEnd: { value: Uint8Array.from([10, 0, 0, 255, 0, 90, 0, 0]) },
        },
      ]),
      addSet({ family, table, name: "brief", flags: uapi.NFT_SET_TIMEOUT, timeout: 3_600_000n, ...addresses }),
      ...addElements({ ...set, set: "brief" }, [
        { ...ipv4(10, 0, 0, 1), timeout: 7_200_000n, expiration: 7_000_000n },
        ipv4(10, 0, 0, 2),
      ]),
    ]);
    const listed = runIn(netns, ["nft", "list", "ruleset"]);
    t.match(listed, "elements = { 10.0.0.0/8 }");
    t.match(listed, "elements = { 10.0.0.0/24 . 80-90 }");
    t.match(listed, /timeout 1h\n/);
    t.match(listed, /10\.0\.0\.1 timeout 2h expires 1h56m/);
    const brief = await sets.elements({ ...set, set: "brief" });
    t.match(
      brief.find(({ key }) => key?.value?.[3] === 1),
      { timeout: 7_200_000n, expiration: BigInt },
    );
  }),
);

t.test("maps to values, verdicts and objects", (t) =>
  withNftables(t, async ({ transaction, object: objects, flowtable }, netns) => {
    const map = (name: string) => ({ ...{ family, table, name, flags: uapi.NFT_SET_MAP }, ...addresses });
    const at = (name: string, element: SetElement) => addElements({ family, table, set: name }, [element]);
    const jump = { code: uapi.NFT_JUMP, chain };
    const counter = { family, table, type: uapi.NFT_OBJECT_COUNTER, name: "hits" } as const;
    await transaction.commit([
      ...base,
      addObject({ ...counter, data: { bytes: 2n, packets: 1n }, userdata: { comment: "an object" } }),
      addObject({ family, table, type: uapi.NFT_OBJECT_QUOTA, name: "much", data: { bytes: 1000n, flags: 1 } }),
      addSet({ ...map("ports"), dataType: 13, dataLen: 2 }),
      ...at("ports", { ...ipv4(10, 0, 0, 1), data: { value: Uint8Array.from([0, 80]) } }),
      addSet({ ...map("verdicts"), dataType: uapi.NFT_DATA_VERDICT, dataLen: 16 }),
      ...at("verdicts", { ...ipv4(10, 0, 0, 1), data: { verdict: jump } }),
      ...at("verdicts", { ...ipv4(10, 0, 0, 2), data: { verdict: { code: NF_DROP } } }),
      addSet({ ...map("counts"), flags: uapi.NFT_SET_OBJECT, objType: uapi.NFT_OBJECT_COUNTER }),
      ...at("counts", { ...ipv4(10, 0, 0, 1), objref: "hits" }),
    ]);
    const listed = runIn(netns, ["nft", "list", "ruleset"]);
    t.match(listed, "elements = { 10.0.0.1 : 80 }");
    t.match(listed, "elements = { 10.0.0.1 : jump c, 10.0.0.2 : drop }");
    t.match(listed, 'elements = { 10.0.0.1 : "hits" }');
    t.match(listed, /counter hits \{\s*comment "an object"\s*packets 1 bytes 2/);
    t.match(listed, /quota much \{\s*over 1000 bytes/);

    const ref = { family, table, object: "hits", type: uapi.NFT_OBJECT_COUNTER };
    t.match(await objects.list({ family, table, type: uapi.NFT_OBJECT_QUOTA }), [{ name: "much", data: { flags: 1 } }]);
    t.equal((await objects.list()).length, 2);
    t.match(await objects.get(ref), { name: "hits", use: 1, data: { packets: 1n, bytes: 2n } });
    t.match(await objects.reset(ref), { data: { packets: 1n } });
    t.match(await objects.get(ref), { data: { packets: 0n } });
    await rejects(t, transaction.commit([deleteObject(ref)]), { message: /^delete counter inet t hits: EBUSY/ });
    await rejects(t, objects.get({ ...ref, object: "none" }), { operation: "get counter inet t none" });
    await transaction.commit([deleteObject({ ...ref, object: "much", type: uapi.NFT_OBJECT_QUOTA })]);
    t.equal((await objects.list({ table })).length, 1);
    t.strictSame(await objects.list({ table: "none" }), []);
    t.strictSame(await flowtable.list({ family, table: "none" }), []);
    await rejects(t, flowtable.get({ family, table, flowtable: "f" }), {
      operation: "get flowtable inet t f",
      errnoName: "ENOENT",
    });
  }),
);

t.test("a hundred thousand elements in one transaction", (t) =>
  withNftables(t, async ({ transaction, set: sets }) => {
    const elements = Array.from({ length: 100_000 }, (_, index) =>
      ipv4(10, index >> 16, (index >> 8) & 255, index & 255),
    );
    const operations = addElements(set, elements);
    t.ok(operations.length > 10, `${operations.length} operations`);
    await transaction.commit([...base, addSet({ family, table, name: "s", ...addresses }), ...operations]);
    t.equal((await sets.elements(set)).length, elements.length);
  }),
);
