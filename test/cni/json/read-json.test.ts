import fc from "fast-check";
import t from "tap";
import { findKey } from "../../../src/cni/json/fold-key.ts";
import { JsonDecodeError } from "../../../src/cni/json/json-error.ts";
import type { JsonValue } from "../../../src/cni/json/json-value.ts";
import { parseJson } from "../../../src/cni/json/parse-json.ts";
import {
  findMember,
  findMemberAs,
  type JsonNode,
  readArray,
  readArrayOf,
  readBoolean,
  readInteger,
  readObject,
  readString,
} from "../../../src/cni/json/read-json.ts";

function root(text: string): JsonNode {
  return { path: "", value: parseJson(text) };
}

function complaint(text: string, read: (node: JsonNode) => unknown): string {
  try {
    read(root(text));
    return "(no error)";
  } catch (error) {
    return error instanceof JsonDecodeError ? error.message : `${error}`;
  }
}

t.test("keys match in any case, the last one counts, null is unset", async (t) => {
  const node = readObject(
    root('{"CNIVERSION":"1.0.0","Name":"a","name":"b","NAME":"c","ipam":null,"mtu":1,"MTU":null}'),
  );
  t.equal(findMemberAs(node, "cniVersion", readString), "1.0.0");
  t.equal(findMemberAs(node, "name", readString), "c");
  t.equal(findMember(node, "ipam"), undefined);
  t.equal(findMember(node, "absent"), undefined);
  t.equal(findMember(node, "constructor"), undefined);
});

t.test("the two characters outside ASCII that fold to letters", async (t) => {
  t.equal(findKey({ "\u212aey": 1 }, "key"), "\u212aey");
  t.equal(findKey({ "addre\u017fs": 1 }, "address"), "addre\u017fs");
  t.equal(findKey({ addreß: 1 }, "address"), undefined);
  t.equal(findKey({ ıpam: 1 }, "ipam"), undefined, "Turkish dotless i is another letter");
});

t.test("a value of the wrong type is refused with its path and what it is", async (t) => {
  const subnet = (node: JsonNode) => {
    const ipam = findMember(readObject(node), "ipam");
    const ranges = ipam === undefined ? undefined : findMember(readObject(ipam), "ranges");
    const readSubnet = (range: JsonNode) => findMemberAs(readObject(range), "subnet", readString);
    return ranges === undefined ? undefined : readArrayOf(readArrayOf(readSubnet))(ranges);
  };
  t.equal(
    complaint('{"ipam":{"ranges":[[{"subnet":"x"},{"subnet":5}]]}}', subnet),
    "ipam.ranges[0][1].subnet: expected string, got number 5",
  );
  t.equal(complaint('{"ipam":{"ranges":[{}]}}', subnet), "ipam.ranges[0]: expected array, got object");
  t.equal(complaint('{"IPAM":"x"}', subnet), 'IPAM: expected object, got string "x"');
  t.equal(complaint("[]", readObject), "expected object, got array");
  t.equal(complaint('"1"', readInteger), 'expected integer, got string "1"');
  t.equal(complaint("1.5", readInteger), "expected integer, got number 1.5");
  t.equal(complaint("9007199254740993", readInteger), "expected integer within ±2^53, got number 9007199254740993");
  t.equal(complaint("1", readBoolean), "expected boolean, got number 1");
  t.equal(complaint("true", readString), "expected string, got boolean true");
  t.equal(complaint("null", readString), "expected string, got null");
  t.equal(
    complaint('{"cni.dev/valid-attachments":{}}', (node) =>
      findMemberAs(readObject(node), "cni.dev/valid-attachments", readArray),
    ),
    '["cni.dev/valid-attachments"]: expected array, got object',
  );
});

t.test("long values are cut in messages", async (t) => {
  t.equal(complaint(`"${"x".repeat(100)}"`, readInteger), `expected integer, got string "${"x".repeat(60)}…"`);
});

t.test("readers throw nothing but their own error", async () => {
  const readers = [readArray, readBoolean, readInteger, readObject, readString, readArrayOf(readString)];
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(...readers), (value, read) => {
      try {
        read({ path: "x", value: value as JsonValue });
      } catch (error) {
        return error instanceof JsonDecodeError;
      }
      return true;
    }),
  );
});
