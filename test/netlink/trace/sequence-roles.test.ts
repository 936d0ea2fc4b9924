import t from "tap";
import { SequenceRoles } from "../../../src/netlink/trace/sequence-roles.ts";
import { hex, toHex } from "../bytes.ts";

/** A header with four bytes of body, or an NLMSG_ERROR that repeats a header. */
const message = (seq: string, body = "01000000"): string => `1400000010000500${seq}00000000${body}`;
const refusal = (seq: string): string => `2400000002000001${seq}2a000000efffffff1400000010000500${seq}00000000`;

t.test("numbers stand for each other, always the same, and only one for one", (t) => {
  const roles = new SequenceRoles();
  t.ok(roles.matches(hex(message("01000000")), hex(message("07000000"))));
  t.ok(roles.matches(hex(message("01000000")), hex(message("07000000"))));
  t.notOk(roles.matches(hex(message("01000000")), hex(message("08000000"))), "another for the same");
  t.notOk(roles.matches(hex(message("02000000")), hex(message("07000000"))), "the same for another");
  const two = roles.matches(
    hex(message("03000000") + message("04000000")),
    hex(message("09000000") + message("0a000000")),
  );
  t.ok(two);
  t.equal(toHex(roles.translate(hex(message("04000000")))), message("0a000000"));
  t.equal(toHex(roles.translate(hex(refusal("01000000")))), refusal("07000000"));
  t.equal(toHex(roles.translate(hex(message("00000000")))), message("00000000"), "a notification");
  t.end();
});

t.test("all else has to be equal", (t) => {
  const roles = new SequenceRoles();
  t.notOk(roles.matches(hex(message("01000000")), hex(message("01000000", "02000000"))));
  t.notOk(roles.matches(hex(message("01000000")), hex(message("01000000") + message("02000000"))));
  t.ok(roles.matches(hex("0102"), hex("0102")), "bytes that are no message");
  t.end();
});
