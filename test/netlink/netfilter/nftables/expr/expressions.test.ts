import { readFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import "../../../../../src/netlink/netfilter/nftables/index.ts";
import {
  type Expression,
  expressionList,
  isExpression,
} from "../../../../../src/netlink/netfilter/nftables/expr/expression.ts";
import { expressionCodecs } from "../../../../../src/netlink/netfilter/nftables/expr/expression-codecs.ts";
import * as uapi from "../../../../../src/netlink/uapi/nf_tables.ts";
import { decodeWith, encodeWith, hex, toHex, viewOf } from "../../../bytes.ts";

interface Recorded {
  readonly name: string;
  readonly rule: string;
  readonly sent: string;
  readonly reported?: string;
}

const root = join(import.meta.dirname, "../../../../../..");
const { expressions } = JSON.parse(readFileSync(join(root, "fixtures/wire/nft-expressions.json"), "utf8")) as {
  expressions: readonly Recorded[];
};

function decode(bytes: string): Expression[] {
  return decodeWith(expressionList, hex(bytes));
}

t.test("what nft sends and the kernel reports is read without loss and written byte for byte", (t) => {
  t.ok(expressions.length > 45);
  for (const { name, rule, sent, reported = sent } of expressions) {
    for (const bytes of [sent, reported]) {
      const context = { path: [], issues: [] };
      const read = expressionList.decode(viewOf(hex(bytes)), 0, bytes.length / 2, context);
      t.strictSame(context.issues, [], `${name}: no issues`);
      t.notOk(/"#\d+"/.test(JSON.stringify(read, writeBigint)), `${name}: every attribute is known`);
      const written = toHex(encodeWith(expressionList, read));
      // The kernel reports nests without NLA_F_NESTED.
      if (bytes === sent) t.equal(written, sent, `${name}: ${rule}`);
      else t.strictSame([written.length, decode(written)], [bytes.length, read], `${name}: as reported`);
      t.ok(
        read.some((each) => each.name === name.split("-")[0] && !(each.data instanceof Uint8Array)),
        `${name} is what it was recorded for`,
      );
    }
  }
  t.end();
});

t.test("each expression of the kernel that nft knows has been recorded", (t) => {
  // Not of nft 1.0.6; match and target are recorded with iptables.
  const unrecorded = ["inner", "last", "match", "target", "tunnel"];
  const recorded = new Set(expressions.flatMap(({ sent }) => decode(sent).map(({ name }) => name)));
  t.strictSame(
    Object.keys(expressionCodecs)
      .filter((name) => !recorded.has(name))
      .sort(),
    unrecorded,
  );
  t.end();
});

function writeBigint(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}

/** The expression of that name in the recording of that name. */
function find<K extends keyof typeof expressionCodecs & string>(recording: string, name: K): object {
  const found = expressions.find((each) => each.name === recording);
  return decode(found?.sent ?? "").find((each) => each.name === name)?.data ?? {};
}

t.test("values are what the rule says", (t) => {
  t.strictSame(find("immediate", "immediate"), { dreg: uapi.NFT_REG_VERDICT, data: { verdict: { code: 1 } } });
  t.strictSame(find("immediate-jump", "immediate"), {
    dreg: uapi.NFT_REG_VERDICT,
    data: { verdict: { code: uapi.NFT_JUMP, chain: "d" } },
  });
  t.match(find("cmp", "payload"), { base: uapi.NFT_PAYLOAD_TRANSPORT_HEADER, offset: 2, len: 2 });
  t.strictSame(decode(expressions.find(({ name }) => name === "cmp")?.sent ?? "").at(-1)?.data, {
    sreg: uapi.NFT_REG_1,
    op: uapi.NFT_CMP_NEQ,
    data: { value: new Uint8Array([0, 80]) },
  });
  t.match(find("counter", "counter"), { packets: 5n, bytes: 500n });
  t.match(find("quota", "quota"), { bytes: 10n << 20n, consumed: 3n << 20n, flags: uapi.NFT_QUOTA_F_INV });
  t.match(find("limit", "limit"), { rate: 10n, unit: 60n, burst: 7, flags: uapi.NFT_LIMIT_F_INV });
  t.match(find("log-group", "log"), { group: 5, snaplen: 96, qthreshold: 3 });
  t.match(find("log", "log"), { prefix: "x: ", level: uapi.NFT_LOGLEVEL_WARNING });
  t.match(find("queue", "queue"), { num: 1, total: 3 });
  t.match(find("synproxy", "synproxy"), { mss: 1460, wscale: 7 });
  t.match(find("fib", "fib"), { result: uapi.NFT_FIB_RESULT_ADDRTYPE, flags: uapi.NFTA_FIB_F_DADDR });
  t.match(find("nat", "nat"), { type: uapi.NFT_NAT_DNAT, family: 2, regAddrMin: 1, regProtoMin: 2 });
  t.match(find("ct-direction", "ct"), { direction: 0 });
  t.match(find("dynset", "dynset"), { timeout: 10_000n, setName: "s", op: uapi.NFT_DYNSET_OP_ADD });
  t.match(find("lookup", "lookup"), { set: "s", flags: uapi.NFT_LOOKUP_F_INV });
  t.match(find("objref", "objref"), { immType: uapi.NFT_OBJECT_COUNTER, immName: "n" });
  t.match(find("reject", "reject"), { type: uapi.NFT_REJECT_ICMPX_UNREACH });
  t.end();
});

t.test("an expression that this version does not know is kept", (t) => {
  // NFTA_LIST_ELEM { NFTA_EXPR_NAME "new", NFTA_EXPR_DATA 01020304 }
  const bytes = "14000180" + "080001006e657700" + "0800028001020304";
  const read = decode(bytes);
  t.strictSame(read, [{ name: "new", data: hex("01020304") }]);
  t.notOk(isExpression(read[0] as Expression, "cmp"));
  t.equal(toHex(encodeWith(expressionList, read)), bytes);
  t.end();
});
