const PLAIN = /^[\w-]*$/;

/** Text as iptables-save quotes it (xtables_save_string() of libxtables). */
export function quote(text: string): string {
  return text !== "" && PLAIN.test(text) ? text : `"${text.replace(/["\\']/g, "\\$&")}"`;
}
