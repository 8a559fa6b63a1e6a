/** Text that is HTML already. */
export class Html {
  constructor(readonly text: string) {}
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escaped(value: unknown): string {
  if (value instanceof Html) {
    return value.text;
  } else if (Array.isArray(value)) {
    return value.map(escaped).join("");
  }
  return value === undefined || value === false ? "" : String(value).replace(/[&<>"']/g, (c) => ENTITIES[c]!);
}

/** A template whose values are escaped, unless they are Html; lists are joined, undefined and false are nothing. */
export function html(parts: TemplateStringsArray, ...values: unknown[]): Html {
  return new Html(parts.reduce((text, part, i) => text + escaped(values[i - 1]) + part));
}
