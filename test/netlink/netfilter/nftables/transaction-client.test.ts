import t from "tap";
import { nftType } from "../../../../src/netlink/netfilter/nftables/nft-message.ts";
import { addRule } from "../../../../src/netlink/netfilter/nftables/rule/rule.ts";
import { addTable, tableMessage } from "../../../../src/netlink/netfilter/nftables/table/table.ts";
import { batchMessage } from "../../../../src/netlink/netfilter/nftables/transaction/batch-message.ts";
import { generationMessage } from "../../../../src/netlink/netfilter/nftables/transaction/generation.ts";
import { hintOf } from "../../../../src/netlink/netfilter/nftables/transaction/hint.ts";
import { echo } from "../../../../src/netlink/netfilter/nftables/transaction/operation.ts";
import {
  TransactionClient,
  type TransactionOptions,
} from "../../../../src/netlink/netfilter/nftables/transaction/transaction-client.ts";
import { Exchange } from "../../../../src/netlink/socket/exchange.ts";
import {
  acknowledge,
  answer,
  refuse,
  type Script,
  type ScriptedRequest,
  scriptedTransport,
} from "../../../../src/netlink/testing/index.ts";
import { EPERM, ERESTART } from "../../../../src/netlink/uapi/errno.ts";
import { NFPROTO_INET } from "../../../../src/netlink/uapi/netfilter.ts";
import {
  NFT_MSG_GETGEN,
  NFT_MSG_NEWGEN,
  NFT_MSG_NEWRULE,
  NFT_MSG_NEWTABLE,
} from "../../../../src/netlink/uapi/nf_tables.ts";
import { NFNL_MSG_BATCH_BEGIN, NFNL_MSG_BATCH_END } from "../../../../src/netlink/uapi/nfnetlink.ts";
import { toHex } from "../../bytes.ts";
import { rejects } from "../../errors.ts";

const table = (name: string) => addTable({ family: NFPROTO_INET, name });

/** A kernel whose generation is `genids` one after the other. */
function open(script: Script, genids: number[] = [], options: TransactionOptions = {}) {
  const transport = scriptedTransport((request) => {
    if (request.type !== nftType(NFT_MSG_GETGEN)) return script(request);
    const body = { id: genids.shift() ?? 0 };
    return [answer(request, { type: nftType(NFT_MSG_NEWGEN), codec: generationMessage, body }), acknowledge(request)];
  });
  return { transport, client: new TransactionClient(new Exchange(transport), options) };
}

t.test("the bytes around the operations", async (t) => {
  const { transport, client } = open(() => undefined);
  await client.commit([table("t")]);
  t.equal(
    toHex(transport.sent[0] ?? new Uint8Array()),
    // nlmsghdr; nfgenmsg with NFNL_SUBSYS_NFTABLES in network byte order
    "14000000" +
      "10000100" +
      "0100000000000000" +
      "0000000a" +
      "1c000000" +
      "000a0504" +
      "0200000000000000" +
      "01000000" +
      "0600010074000000" +
      "14000000" +
      "11000100" +
      "0300000000000000" +
      "0000000a",
  );
  await client.commit([table("t")], { genid: 0x01020304 });
  t.match(toHex(transport.sent[1] ?? new Uint8Array()), /^1c00000010000100.{16}0000000a0800010001020304/);
});

t.test("without operations nothing is sent", async (t) => {
  const { transport, client } = open(() => undefined);
  t.strictSame(await client.commit([]), { handles: [] });
  t.strictSame(transport.sent, []);
});

t.test("handles of what is echoed, and only of that", async (t) => {
  const { client } = open((request) => {
    if (request.type !== nftType(NFT_MSG_NEWTABLE)) return undefined;
    const { name = "" } = request.decode(tableMessage);
    const made = answer(request, {
      type: nftType(NFT_MSG_NEWTABLE),
      codec: tableMessage,
      body: { family: NFPROTO_INET, name, handle: 7n },
    });
    const generation = answer(request, { type: nftType(NFT_MSG_NEWGEN), codec: generationMessage, body: { id: 9 } });
    return name === "a" ? [generation, made] : [generation, acknowledge(request)];
  });
  t.strictSame(await client.commit([echo(table("a")), table("b")]), { handles: [7n, undefined] });
});

t.test("the new generation is no handle, though a program's name may look like one of a rule", async (t) => {
  const { client } = open((request) => {
    if (request.type !== nftType(NFT_MSG_NEWRULE)) return undefined;
    // NFTA_GEN_PROC_NAME has the number of NFTA_RULE_HANDLE, and with its NUL the size.
    const body = { id: 9, procPid: 1, procName: "program" };
    const generation = answer(request, { type: nftType(NFT_MSG_NEWGEN), codec: generationMessage, body });
    return [generation, acknowledge(request)];
  });
  const rule = echo(addRule({ family: NFPROTO_INET, table: "t", chain: "c" }));
  t.strictSame(await client.commit([rule]), { handles: [undefined] });
});

t.test("a change is decided again for the generation there is then", async (t) => {
  const { transport, client } = open(
    (request) => {
      if (request.type !== NFNL_MSG_BATCH_BEGIN) return undefined;
      return request.decode(batchMessage).genid === 3 ? [] : refuse(request, ERESTART);
    },
    [1, 2, 3],
  );
  let decided = 0;
  await client.change(async () => [table(`t${++decided}`)]);
  t.equal(decided, 3);
  const genids = transport.requests
    .filter(({ type }) => type === NFNL_MSG_BATCH_BEGIN)
    .map((request) => request.decode(batchMessage).genid);
  t.strictSame(genids, [1, 2, 3]);
  t.equal(transport.requests.filter(({ type }) => type === NFNL_MSG_BATCH_END).length, 3);
});

t.test("all attempts but the first are made in turn", async (t) => {
  for (const [winning, turns] of [
    [1, []],
    [3, ["begun at attempt 1", "ended at attempt 3"]],
  ] as const) {
    const seen: string[] = [];
    let decided = 0;
    const inTurn: TransactionOptions["inTurn"] = async (attempts) => {
      seen.push(`begun at attempt ${decided}`);
      const committed = await attempts();
      seen.push(`ended at attempt ${decided}`);
      return committed;
    };
    const loses = (request: ScriptedRequest): boolean => request.decode(batchMessage).genid !== winning;
    const script: Script = (request) =>
      request.type === NFNL_MSG_BATCH_BEGIN && loses(request) ? refuse(request, ERESTART) : undefined;
    const { client } = open(script, [1, 2, 3], { inTurn });
    await client.change(async () => [table(`t${++decided}`)]);
    t.strictSame(seen, turns);
  }
});

t.test("patience ends", async (t) => {
  const script: Script = (request) => (request.type === NFNL_MSG_BATCH_BEGIN ? refuse(request, ERESTART) : undefined);
  const { client } = open(script, [], { patienceMs: 0 });
  let decided = 0;
  const change = client.change(async () => [table(`t${++decided}`)]);
  await rejects(t, change, { errnoName: "ERESTART" });
  t.equal(decided, 2);
});

t.test("other refusals are not tried again", async (t) => {
  const { client } = open((request) => (request.type === NFNL_MSG_BATCH_BEGIN ? refuse(request, EPERM) : undefined));
  let decided = 0;
  const change = client.change(async () => {
    decided += 1;
    return [table("t")];
  });
  await rejects(t, change, {
    errnoName: "EPERM",
    operation: "nf_tables transaction",
    message: "nf_tables transaction: EPERM (operation not permitted); CAP_NET_ADMIN is needed",
  });
  t.equal(decided, 1);
});

t.test("hints are for what the errno does not say", async (t) => {
  t.equal(hintOf({ errno: 85, attribute: undefined }), "the ruleset has changed since");
  t.equal(hintOf({ errno: 2, attribute: "set" }), "there is no such set");
  t.equal(
    hintOf({ errno: 2, attribute: "hook" }),
    "the kernel has no chain type of this name for this family and hook",
  );
  t.equal(hintOf({ errno: 2, attribute: "expressions.3.data" }), undefined);
  t.equal(hintOf({ errno: 2, attribute: undefined }), undefined);
  t.equal(hintOf({ errno: 17, attribute: "table" }), undefined);
  t.equal(hintOf({ errno: 95, attribute: "flags" }), undefined);
});
