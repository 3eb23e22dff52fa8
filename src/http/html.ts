/** Markup that is safe to send. */
export type Html = { readonly html: string }

type Insert = Html | string | number | undefined | null | false | readonly Insert[]

/** Markup with values in it. Whatever is inserted is escaped unless it is itself made by `html`. */
export function html(parts: TemplateStringsArray, ...inserts: readonly Insert[]): Html {
  return { html: parts.reduce((text, part, index) => text + render(inserts[index - 1]) + part) }
}

function render(insert: Insert): string {
  if (insert === undefined || insert === null || insert === false) return ''
  if (Array.isArray(insert)) return insert.map(render).join('')
  if (typeof insert === 'object') return (insert as Html).html
  return String(insert).replace(/[&<>"']/g, char => `&#${char.charCodeAt(0)};`)
}
