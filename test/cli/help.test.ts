import t from "tap";
import { EXAMPLES } from "../../src/cli/help-examples.ts";
import { cniTs } from "./cni-ts.ts";

/** Names of the sub-commands that a help lists. */
function listedIn(help: string): string[] {
  const listed = /\nCommands:\n(.*?)(\n\n|$)/s.exec(help)?.[1] ?? "";
  return [...listed.matchAll(/^ {2}([a-z][\w-]*)/gm)].map(([, name = ""]) => name).filter((name) => name !== "help");
}

/** All commands as they are called, groups too, with their help. */
function allCommands(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const visit = (prefix: readonly string[]) => {
    for (const name of listedIn(cniTs([...prefix, "--help"]).stdout)) {
      const call = [...prefix, name];
      const help = cniTs([...call, "--help"]).stdout;
      found.set(call.join(" "), help);
      if (listedIn(help).length > 0) visit(call);
    }
  };
  visit([]);
  return found;
}

t.setTimeout(120_000);

t.test("every command has examples, whose flags it knows", async (t) => {
  const commands = allCommands();
  t.ok(commands.size > 15);
  t.strictSame(Object.keys(EXAMPLES).sort(), [...commands.keys()].sort());
  for (const [name, help] of commands) {
    for (const [call, purpose] of EXAMPLES[name] ?? []) {
      t.match(help, `Examples:\n`, name);
      t.ok(help.includes(`  ${call}\n      ${purpose}`), call);
      t.ok(call.includes(`cni-ts ${name}`), call);
      for (const [flag] of call.matchAll(/(?<= )--[a-z-]+/g))
        t.ok(help.includes(`${flag} `) || help.includes(`${flag}\n`), `${name} ${flag}`);
    }
  }
});

t.test("a name that is none is corrected among all commands", async (t) => {
  t.match(cniTs(["vlidate"]), { status: 2, stderr: /Did you mean validate\?/ });
});
