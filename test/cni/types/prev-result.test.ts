import t from "tap";
import { JsonDecodeError } from "../../../src/cni/json/json-error.ts";
import { parseJson } from "../../../src/cni/json/parse-json.ts";
import { readObject } from "../../../src/cni/json/read-json.ts";
import { decodePrevResult } from "../../../src/cni/types/prev-result.ts";
import type { CniVersion } from "../../../src/cni/version/cni-version.ts";

function outcome(text: string, version: CniVersion): string {
  try {
    const node = readObject({ path: "prevResult", value: parseJson(text) });
    return `${decodePrevResult(node, version).ips.length} ips`;
  } catch (error) {
    return error instanceof JsonDecodeError ? error.message : `unexpected: ${error}`;
  }
}

const IPS = '"ips":[{"address":"10.0.0.1/8"}]';

t.test("which versions a prevResult may have", async (t) => {
  const family = (got: string) =>
    `could not parse prevResult: result type supports [1.0.0 1.1.0] but unmarshalled CNIVersion is "${got}"`;
  const cases: readonly [text: string, version: CniVersion, outcome: string][] = [
    [`{${IPS}}`, "1.0.0", "1 ips"],
    [`{${IPS}}`, "0.3.1", "1 ips"],
    [`{"cniVersion":"1.1.0",${IPS}}`, "1.0.0", "1 ips"],
    [`{"cniVersion":null,${IPS}}`, "1.0.0", "1 ips"],
    [`{"CNIVersion":"1.1.0",${IPS}}`, "1.0.0", "1 ips"],
    [`{"cniVersion":"",${IPS}}`, "1.0.0", family("")],
    [`{"cniVersion":"0.4.0",${IPS}}`, "1.0.0", family("0.4.0")],
    ['{"cniVersion":"","ip4":{"ip":"10.0.0.1/8"}}', "0.2.0", "1 ips"],
    ['{"ip4":{"ip":"10.0.0.1/8"}}', "0.1.0", "1 ips"],
    ["{}", "1.0.0", "0 ips"],
  ];
  for (const [text, version, expected] of cases) t.equal(outcome(text, version), expected, `${version} ${text}`);
});

t.test("a refusal names the place", async (t) => {
  t.equal(
    outcome('{"ips":[{"address":"10.0.0.1"}]}', "1.0.0"),
    "could not parse prevResult: prevResult.ips[0].address: invalid CIDR address: 10.0.0.1",
  );
});
