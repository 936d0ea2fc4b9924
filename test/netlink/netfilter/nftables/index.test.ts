import t from "tap";
import * as entry from "../../../../src/netlink/netfilter/nftables/index.ts";

// What users import, but for the builders of rules. A name that goes breaks somebody: change this list on purpose.
const names = `
  NftablesClient TransactionError addChain addElements addFlowtable addObject addRule addSet addTable chainMessage createChain
  createElements createFlowtable createObject createSet createTable decodeNftEvent deleteChain deleteElements deleteFlowtable
  deleteObject deleteRule deleteSet deleteTable destroyChain destroyObject destroySet destroyTable echo elementListMessage
  flowtableMessage flushChain flushSet flushTable formatFamily formatHook formatObjectType formatPriority generationMessage
  insertRule netfilter netfilterArp netfilterBridge netfilterIpv4 nfTables objectMessage openNftablesClient parseFamily parseHook
  parsePriority replaceRule ruleMessage setMessage tableMessage
`;

t.test("the names of cni-ts/netlink/nftables", async (t) => {
  const missing = names
    .trim()
    .split(/\s+/)
    .filter((name) => !(name in entry));
  t.strictSame(missing, []);
});
