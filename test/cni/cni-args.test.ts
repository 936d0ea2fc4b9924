import t from "tap";
import { parseIpAddress } from "../../src/addr/ip-address.ts";
import { parseCniArgs } from "../../src/cni/cni-args.ts";
import { CniError } from "../../src/cni/cni-error.ts";

const readers = {
  MAC: (text: string) => text,
  IP: (text: string) => parseIpAddress(text),
};

function refusal(args: string): string {
  try {
    parseCniArgs(args, readers);
    return "(no error)";
  } catch (error) {
    return error instanceof CniError ? `${error.cniCode}: ${error.msg}` : `${error}`;
  }
}

t.test("reads the keys a plugin knows", async (t) => {
  t.strictSame(parseCniArgs("", readers), {});
  t.strictSame(parseCniArgs("MAC=aa:bb:cc:dd:ee:ff", readers), { MAC: "aa:bb:cc:dd:ee:ff" });
  t.strictSame(parseCniArgs("IP=10.1.0.5;MAC=x", readers), { IP: parseIpAddress("10.1.0.5"), MAC: "x" });
  t.strictSame(parseCniArgs("MAC=", readers), { MAC: "" });
  t.strictSame(parseCniArgs("MAC=a;MAC=b", readers), { MAC: "b" }, "of a repeated key the last counts");
});

t.test("unknown keys are ignored on request, wherever the request stands", async (t) => {
  for (const yes of ["1", "true", "TRUE", "True"]) {
    t.strictSame(parseCniArgs(`FOO=2;MAC=x;IgnoreUnknown=${yes}`, readers), { MAC: "x" }, yes);
  }
  t.strictSame(parseCniArgs("IgnoreUnknown=1;K8S_POD_NAME=p;MAC=x", readers), { MAC: "x" });
  t.strictSame(parseCniArgs("IgnoreUnknown=0;MAC=x", readers), { MAC: "x" });
});

t.test("refusals in the reference's words, code 4", async (t) => {
  const cases: readonly [args: string, message: string][] = [
    ["MAC", '4: ARGS: invalid pair "MAC"'],
    ["MAC=x;", '4: ARGS: invalid pair ""'],
    ["MAC=a=b", '4: ARGS: invalid pair "MAC=a=b"'],
    ["FOO=2", '4: ARGS: unknown args ["FOO=2"]'],
    ["FOO=2;mac=x;BAR=", '4: ARGS: unknown args ["FOO=2" "mac=x" "BAR="]'],
    ["FOO=2;IgnoreUnknown=false", '4: ARGS: unknown args ["FOO=2"]'],
    ["toString=x", '4: ARGS: unknown args ["toString=x"]'],
    [
      "IgnoreUnknown=Yes",
      '4: ARGS: error parsing value of pair "IgnoreUnknown=Yes": boolean unmarshal error: invalid input yes',
    ],
    ["IP=zz", '4: ARGS: error parsing value of pair "IP=zz": invalid IP address: zz'],
    [
      "CommonArgs=1",
      "4: ARGS: cannot unmarshal into field 'CommonArgs' - type '*types.CommonArgs' does not implement encoding.TextUnmarshaler",
    ],
  ];
  for (const [args, message] of cases) t.equal(refusal(args), message, args);
});
