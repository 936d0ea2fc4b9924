import t from "tap";
import { registry } from "../../src/registry.ts";
import { needs } from "../harness/needs.ts";
import { run } from "../harness/run.ts";
import { cniTs } from "./cni-ts.ts";

const types = Object.keys(registry);

t.test("bash completes commands, sub-commands, plugins and flags", async (t) => {
  if (!needs({ tools: ["bash"] }, t)) return;
  const script = cniTs(["completion", "bash"]).stdout;
  const complete = (...words: string[]) => {
    const line = words.map((word) => `'${word}'`).join(" ");
    const program = `${script}\nCOMP_WORDS=(cni-ts ${line}); COMP_CWORD=${words.length}; _cni_ts; echo "\${COMPREPLY[*]}"`;
    return run(["bash", "-c", program]).trim().split(" ");
  };
  t.strictSame(complete("val"), ["validate"]);
  t.ok(["add", "check", "completion", "ipam", "--version"].every((word) => complete("").includes(word)));
  t.strictSame(complete("ipam", ""), ["list", "show", "free"]);
  t.strictSame(complete("ipam", "free", "--g"), ["--gone"]);
  t.strictSame(complete("add", "dbnet", "--conf"), ["--config", "--config-dir"]);
  t.strictSame(complete("plugin", ""), types);
  t.strictSame(complete("completion", "f"), ["fish"]);
});

t.test("zsh and fish are given the same words with their descriptions", async (t) => {
  const zsh = cniTs(["completion", "zsh"]).stdout;
  t.match(zsh, /^#compdef cni-ts\n/);
  t.match(zsh, "'add:Attach a network namespace to a network'");
  t.match(zsh, /"ipam free"\) choices=\('--gone:all whose holder'\\''s namespace is gone' /);
  const fish = cniTs(["completion", "fish"]).stdout;
  t.match(
    fish,
    "complete -c cni-ts -n '__fish_use_subcommand' -f -a add -d 'Attach a network namespace to a network'\n",
  );
  t.match(
    fish,
    "-n '__fish_seen_subcommand_from ipam; and __fish_seen_subcommand_from free' -l network -r -d 'name of the network'\n",
  );
  t.match(
    fish,
    "-n '__fish_seen_subcommand_from ipam; and not __fish_seen_subcommand_from list show free' -f -a list ",
  );
  t.match(fish, "-n '__fish_seen_subcommand_from plugin' -f -a bridge\n");
});

t.test("of no other shell", async (t) => {
  t.match(cniTs(["completion", "csh"]), { status: 2, stdout: "", stderr: /Allowed choices are bash, zsh, fish/ });
});
