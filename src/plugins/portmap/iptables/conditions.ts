import { CNI_ERROR, CniError } from "../../../cni/cni-error.ts";
import { quote } from "../../../cni/go-quote.ts";
import { ctstate } from "../../../netlink/netfilter/xtables/match/conntrack.ts";
import type { IptablesRule, Match, Test } from "../../../netlink/netfilter/xtables/rule/iptables-rule.ts";
import { XT_CONNTRACK_STATE } from "../../../netlink/uapi/xt_conntrack.ts";

type Key = "source" | "destination" | "inInterface" | "outInterface";

const TESTS: Readonly<Record<string, Key>> = {
  "-s": "source",
  "--src": "source",
  "--source": "source",
  "-d": "destination",
  "--dst": "destination",
  "--destination": "destination",
  "-i": "inInterface",
  "--in-interface": "inInterface",
  "-o": "outInterface",
  "--out-interface": "outInterface",
};

/** Matches by the option that says all of them. */
const MATCHES: Readonly<Record<string, (value: string, not: boolean) => Match | undefined>> = {
  "--comment": (info, not) => (not ? undefined : { name: "comment", info }),
  "--mark": (value, not) => readMark(value, not),
  "--ctstate": (value, not) => {
    const info = ctstate(...value.toUpperCase().split(","));
    return { name: "conntrack", info: not ? { ...info, invertFlags: XT_CONNTRACK_STATE } : info };
  },
};

/** Loaded by name before their options, which then say it again. */
const LOADED = new Set(["comment", "mark", "conntrack"]);

/**
 * `conditionsV4` and `conditionsV6` in the words of iptables, as a rule's tests and matches.
 * @throws {CniError} 7 that names the option which is not known here
 */
export function parseConditions(words: readonly string[], family: 4 | 6): IptablesRule {
  const rule: IptablesRule & { matches: Match[] } = { matches: [] };
  let not = false;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    if (word === "!") {
      not = true;
      continue;
    }
    const value = words[at + 1];
    if (value === undefined) throw refuse(word, family);
    at += 1;
    readOption(rule, { word, value, not, family });
    not = false;
  }
  if (not) throw refuse("!", family);
  return rule;
}

interface Option {
  readonly word: string;
  readonly value: string;
  readonly not: boolean;
  readonly family: 4 | 6;
}

function readOption(rule: IptablesRule & { matches: Match[] }, { word, value, not, family }: Option): void {
  const key = Object.hasOwn(TESTS, word) ? TESTS[word] : undefined;
  if (key !== undefined) {
    const test: Test<string> = not ? { not: value } : value;
    if (rule[key] !== undefined || value.includes(",")) throw refuse(`${word} ${value}`, family);
    rule[key] = test;
    return;
  }
  if ((word === "-m" || word === "--match") && LOADED.has(value) && !not) return;
  const match = Object.hasOwn(MATCHES, word) ? MATCHES[word]?.(value, not) : undefined;
  if (match === undefined) throw refuse(word, family);
  rule.matches.push(match);
}

function readMark(text: string, not: boolean): Match | undefined {
  const [mark, mask] = text.split("/").map(Number);
  if (mark === undefined || ![mark, mask ?? 0].every((number) => Number.isInteger(number) && number >= 0))
    return undefined;
  const info = { mark, mask: mask ?? 0xffffffff };
  return { name: "mark", info: not ? { ...info, not } : info };
}

function refuse(word: string, family: 4 | 6): CniError {
  const known = [...Object.keys(TESTS), ...[...LOADED].map((name) => `-m ${name}`)].join(", ");
  const msg = `conditionsV${family}: ${quote(word)} is not supported with the iptables backend`;
  return new CniError(CNI_ERROR.invalidNetworkConfig, msg, { details: `known are ${known}` });
}
