import t from "tap";
import { CNI_ERROR, CniError } from "../../../src/cni/cni-error.ts";
import { decodeCniError, formatCniError } from "../../../src/cni/types/error-json.ts";

t.test("printed as the reference prints it", async (t) => {
  t.equal(
    formatCniError(new CniError(CNI_ERROR.invalidNetworkConfig, "a <b>", { details: "c & d" })),
    '{\n    "code": 7,\n    "msg": "a \\u003cb\\u003e",\n    "details": "c \\u0026 d"\n}',
  );
  t.equal(formatCniError(new CniError(999, "x")), '{\n    "code": 999,\n    "msg": "x"\n}');
});

t.test("read back, whatever is absent", async (t) => {
  const full = decodeCniError({ path: "", value: { Code: 111, MSG: "m", details: "d", cniVersion: "1.0.0" } });
  t.match(full, { cniCode: 111, msg: "m", details: "d", code: "ERR_CNI_PLUGIN", message: "m; d" });
  t.match(decodeCniError({ path: "", value: {} }), { cniCode: 0, msg: "", details: "" });
  t.throws(() => decodeCniError({ path: "", value: { code: "1" } }), {
    message: 'code: expected integer, got string "1"',
  });
});

t.test("details come from the causes", async (t) => {
  const root = new Error("disk full");
  const cause = new Error("cannot write /x", { cause: root });
  t.equal(new CniError(5, "no lease", { cause }).details, "cannot write /x: disk full");
  t.equal(new CniError(5, "no lease", { cause, details: "" }).details, "");
  t.equal(new CniError(5, "no lease", { cause: "text" }).details, "text");
  const circular = new Error("a");
  circular.cause = circular;
  t.equal(new CniError(5, "x", { cause: circular }).details, "a");
  t.equal(new CniError(5, "x", { cause: new Error("a: b", { cause: new Error("b") }) }).details, "a: b");
});
