import fc from "fast-check";
import t from "tap";
import { formatMacAddress, parseMacAddress } from "../../src/addr/mac-address.ts";

t.test("the forms of Go's net.ParseMAC", (t) => {
  const expected = Uint8Array.from([0x00, 0x00, 0x5e, 0x00, 0x53, 0xaf]);
  for (const text of ["00:00:5e:00:53:af", "00:00:5E:00:53:AF", "00-00-5e-00-53-af", "0000.5e00.53af"]) {
    t.same(parseMacAddress(text), expected, text);
  }
  t.equal(parseMacAddress("02:00:5e:10:00:00:00:01").length, 8);
  t.equal(parseMacAddress("00:00:00:00:fe:80:00:00:00:00:00:00:02:00:5e:10:00:00:00:01").length, 20);
  t.equal(formatMacAddress(expected), "00:00:5e:00:53:af");
  t.equal(formatMacAddress(new Uint8Array(0)), "");
  t.end();
});

t.test("text that is none", (t) => {
  const table = [
    "",
    "zz",
    "00:00:5e:00:53",
    "00:00:5e:00:53:af:00",
    "00:00:5e-00:53:af",
    "0:0:5e:0:53:af",
    "00005e0053af",
  ];
  for (const text of [
    ...table,
    "00:00:5e:00:53:ag",
    " 00:00:5e:00:53:af",
    "00:00:5e:00:53:af\n",
    "0000.5e00",
    "00:00:5e:00:53:",
  ]) {
    t.throws(() => parseMacAddress(text), {
      code: "ERR_ADDRESS_INVALID",
      message: `address ${text}: invalid MAC address`,
    });
  }
  t.end();
});

t.test("format then parse is the identity", (t) => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 6, maxLength: 6 }), (bytes) => {
      const text = formatMacAddress(bytes);
      t.equal(text.replaceAll(":", ""), Buffer.from(bytes).toString("hex"));
      return Buffer.from(parseMacAddress(text)).equals(Buffer.from(bytes));
    }),
  );
  t.end();
});
