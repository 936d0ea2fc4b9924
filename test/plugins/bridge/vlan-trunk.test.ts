import t from "tap";
import { toRanges } from "../../../src/plugins/bridge/port-vlans.ts";
import { expandVlanTrunk, type VlanTrunkEntry } from "../../../src/plugins/bridge/vlan-trunk.ts";
import { outcomeOf } from "../cni-call.ts";

t.test("ids and ranges become one ascending list, each id once", (t) => {
  const table: [entries: VlanTrunkEntry[], ids: number[]][] = [
    [[], []],
    [[{}], []],
    [[{ id: 101 }], [101]],
    [[{ minID: 100, maxID: 103 }], [100, 101, 102, 103]],
    [[{ minID: 5, maxID: 5 }], [5]],
    [
      [{ minID: 1, maxID: 2, id: 4094 }, { id: 3 }],
      [1, 2, 3, 4094],
    ],
    [
      [{ id: 9 }, { minID: 7, maxID: 9 }, { id: 8 }],
      [7, 8, 9],
    ],
  ];
  for (const [entries, ids] of table) t.strictSame(expandVlanTrunk(entries), ids, JSON.stringify(entries));
  t.equal(expandVlanTrunk([{ minID: 1, maxID: 4094 }]).length, 4094);
  t.end();
});

t.test("what is no VLAN is refused in the words of the reference", (t) => {
  const table: [entry: VlanTrunkEntry, outcome: string][] = [
    [{ minID: 0, maxID: 10 }, "7 incorrect trunk minID parameter"],
    [{ minID: -1, maxID: 10 }, "7 incorrect trunk minID parameter"],
    [{ minID: 4095, maxID: 4096 }, "7 incorrect trunk minID parameter"],
    [{ minID: 1, maxID: 4095 }, "7 incorrect trunk maxID parameter"],
    [{ minID: 1, maxID: 0 }, "7 incorrect trunk maxID parameter"],
    [{ minID: 20, maxID: 10 }, "7 minID is greater than maxID in trunk parameter"],
    [{ minID: 20 }, "7 minID and maxID should be configured simultaneously, maxID is missing"],
    [{ maxID: 20 }, "7 minID and maxID should be configured simultaneously, minID is missing"],
    [{ id: 0 }, "7 incorrect trunk id parameter"],
    [{ id: 4095 }, "7 incorrect trunk id parameter"],
    [{ minID: 1, maxID: 2, id: -3 }, "7 incorrect trunk id parameter"],
  ];
  for (const [entry, outcome] of table)
    t.equal(
      outcomeOf(() => expandVlanTrunk([entry])),
      outcome,
      JSON.stringify(entry),
    );
  t.end();
});

t.test("neighbours go in one request", (t) => {
  t.strictSame(toRanges([]), []);
  t.strictSame(toRanges([7]), [{ vid: 7, vidEnd: 7 }]);
  t.strictSame(toRanges([1, 2, 3, 5, 7, 8]), [
    { vid: 1, vidEnd: 3 },
    { vid: 5, vidEnd: 5 },
    { vid: 7, vidEnd: 8 },
  ]);
  t.strictSame(toRanges(expandVlanTrunk([{ minID: 1, maxID: 4094 }])), [{ vid: 1, vidEnd: 4094 }]);
  t.end();
});
