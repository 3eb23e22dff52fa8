/** A table. What stands in the cells is text: nothing in it is markup but code in backticks. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(heads), line(heads.map(() => '---')), ...rows.map(row => line(row.map(cell)))].join(
    '\n'
  )
}

export function code(text: string | number | boolean): string {
  return `\`${text}\``
}

function cell(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map(part => (part.startsWith('`') ? part : part.replace(/[<*]/g, char => `\\${char}`)))
    .join('')
    .replaceAll('|', '\\|')
    .replace(/\s+/g, ' ')
}
