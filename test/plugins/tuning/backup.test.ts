import t from "tap";
import type { Link } from "../../../src/netlink/route/link/link-message.ts";
import { IFF_ALLMULTI } from "../../../src/netlink/uapi/if.ts";
import { formatBackup, makeBackup, parseBackup } from "../../../src/plugins/tuning/backup.ts";

const LINK = {
  address: "e6:f9:41:9e:25:42",
  flags: IFF_ALLMULTI,
  promiscuity: 2,
  mtu: 1500,
  txqlen: 1000,
} as unknown as Link;

const ALL = { mac: "c2:11:22:33:44:55", promisc: true, mtu: 1400, allmulti: false, txQLen: 7 };

t.test("the file holds what the link had of that which is changed, as the reference writes it", async (t) => {
  t.equal(
    formatBackup(makeBackup(LINK, ALL)),
    '{\n "mac": "e6:f9:41:9e:25:42",\n "promisc": true,\n "mtu": 1500,\n "allmulti": true,\n "txQLen": 1000\n}',
  );
  t.equal(formatBackup(makeBackup(LINK, {})), "{}");
  const quiet = { ...LINK, promiscuity: 0, flags: 0, txqlen: 0, address: undefined } as unknown as Link;
  t.equal(
    formatBackup(makeBackup(quiet, { ...ALL, mtu: undefined })),
    '{\n "promisc": false,\n "allmulti": false,\n "txQLen": 0\n}',
  );
});

t.test("a file is read as Go reads it; one that is no backup is undefined", async (t) => {
  const unset = { mac: undefined, promisc: undefined, mtu: undefined, allmulti: undefined, txQLen: undefined };
  t.strictSame(parseBackup(formatBackup(ALL)), ALL);
  t.strictSame(parseBackup('{"mac":"","mtu":0,"promisc":null,"x":1,"TXQLEN":0}'), { ...unset, txQLen: 0 });
  for (const text of ["", '{\n "mac": "e6', "[]", "null", '{"mtu":"x"}', '{"promisc":1}']) {
    t.equal(parseBackup(text), undefined, text);
  }
});
