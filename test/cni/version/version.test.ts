import t from "tap";
import { CniError } from "../../../src/cni/cni-error.ts";
import { CNI_VERSIONS, type CniVersion, cniVersionsFrom, isCniVersion } from "../../../src/cni/version/cni-version.ts";
import { type CniCommand, negotiateVersion } from "../../../src/cni/version/negotiate.ts";
import { compareVersions, parseVersion, VersionError } from "../../../src/cni/version/parse-version.ts";

t.test("parses what the reference parses", async (t) => {
  t.strictSame(parseVersion(""), [0, 1, 0]);
  t.strictSame(parseVersion("1"), [1, 0, 0]);
  t.strictSame(parseVersion("1.2"), [1, 2, 0]);
  t.strictSame(parseVersion("1.2.3"), [1, 2, 3]);
  t.strictSame(parseVersion("+1.-2.03"), [1, -2, 3]);
});

t.test("refuses with the reference's words", async (t) => {
  const cases: readonly [version: string, message: string][] = [
    ["x", 'failed to convert major version part "x": strconv.Atoi: parsing "x": invalid syntax'],
    ["1.", 'failed to convert minor version part "": strconv.Atoi: parsing "": invalid syntax'],
    ["1.2.x", 'failed to convert micro version part "x": strconv.Atoi: parsing "x": invalid syntax'],
    ["1.2.3.4", 'invalid version "1.2.3.4": too many parts'],
    [
      "99999999999999999999",
      'failed to convert major version part "99999999999999999999": strconv.Atoi: parsing "99999999999999999999": value out of range',
    ],
  ];
  for (const [version, message] of cases) {
    t.throws(() => parseVersion(version), new VersionError(version, message), version);
  }
});

t.test("compares by numbers", async (t) => {
  t.ok(compareVersions("0.10.0", "0.9.0") > 0);
  t.ok(compareVersions("1.0.0", "1.0.1") < 0);
  t.equal(compareVersions("", "0.1.0"), 0);
  for (const [index, version] of CNI_VERSIONS.entries()) {
    const previous = CNI_VERSIONS[index - 1];
    if (previous !== undefined) t.ok(compareVersions(version, previous) > 0, version);
  }
});

t.test("the versions from one on", async (t) => {
  t.strictSame(cniVersionsFrom("0.4.0"), ["0.4.0", "1.0.0", "1.1.0"]);
  t.ok(isCniVersion("0.3.1"));
  t.notOk(isCniVersion("0.3"));
});

function negotiate(command: CniCommand, configVersion: string, supported: readonly CniVersion[]): string {
  try {
    return negotiateVersion({ command, configVersion, supported });
  } catch (error) {
    return error instanceof CniError ? [error.cniCode, error.msg, error.details].join(" | ") : `unexpected: ${error}`;
  }
}

t.test("negotiation", async (t) => {
  const old = ["0.3.0", "0.3.1"] as const;
  const cases: readonly [CniCommand, string, readonly CniVersion[], string][] = [
    ["ADD", "1.0.0", CNI_VERSIONS, "1.0.0"],
    ["DEL", "0.1.0", CNI_VERSIONS, "0.1.0"],
    ["CHECK", "0.4.0", CNI_VERSIONS, "0.4.0"],
    ["GC", "1.1.0", CNI_VERSIONS, "1.1.0"],
    ["STATUS", "1.1.0", CNI_VERSIONS, "1.1.0"],
    ["ADD", "9.9.9", old, '1 | incompatible CNI versions | config is "9.9.9", plugin supports ["0.3.0" "0.3.1"]'],
    ["ADD", "1.0.0", old, '1 | incompatible CNI versions | config is "1.0.0", plugin supports ["0.3.0" "0.3.1"]'],
    ["ADD", "0.3", old, '1 | incompatible CNI versions | config is "0.3", plugin supports ["0.3.0" "0.3.1"]'],
    ["ADD", "x", old, '1 | incompatible CNI versions | config is "x", plugin supports ["0.3.0" "0.3.1"]'],
    ["CHECK", "0.3.1", CNI_VERSIONS, "1 | config version does not allow CHECK | "],
    ["CHECK", "0.4.0", old, "1 | plugin version does not allow CHECK | "],
    [
      "CHECK",
      "0.4.1",
      CNI_VERSIONS,
      `1 | incompatible CNI versions | config is "0.4.1", plugin supports [${CNI_VERSIONS.map((v) => `"${v}"`).join(" ")}]`,
    ],
    ["GC", "1.0.0", CNI_VERSIONS, "1 | config version does not allow GC | "],
    ["GC", "1.1.0", old, "1 | plugin version does not allow GC | "],
    ["STATUS", "0.4.0", CNI_VERSIONS, "1 | config version does not allow STATUS | "],
    ["STATUS", "1.1.0", ["1.0.0"], "1 | plugin version does not allow STATUS | "],
    [
      "CHECK",
      "x",
      CNI_VERSIONS,
      '6 | failed to convert major version part "x": strconv.Atoi: parsing "x": invalid syntax | ',
    ],
    ["GC", "1.1.0.0", CNI_VERSIONS, '6 | invalid version "1.1.0.0": too many parts | '],
  ];
  for (const [command, version, supported, expected] of cases) {
    t.equal(negotiate(command, version, supported), expected, `${command} ${version}`);
  }
});
