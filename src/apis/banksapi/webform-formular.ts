import { type Html, html } from '../../http/html.ts'
import type { Language } from '../../http/page.ts'
import type { Flow } from './flow.ts'
import type { Umfeld } from './flow-aktionen.ts'
import type { Sitzung } from './model/regprotect.ts'

/** What every form of a session needs. */
export type Formular = Umfeld & {
  readonly sitzung: Sitzung
  readonly flow: Flow
  readonly language: Language
  /** The way to the first page. */
  readonly root: string
  /** What is wrong with what was entered. */
  readonly fault?: 'missing' | 'unknown' | undefined
}

export function addressOf({ root, sitzung }: Formular): string {
  return `${root}customer/v2/webform/${sitzung.key}`
}

/** A form that sends an action; the first button is the one of the enter key. */
export function sending(formular: Formular, fields: Html): Html {
  const { language } = formular
  return html`<form method="post" action="${addressOf(formular)}?lang=${language}">${fields}</form>`
}

export function button(action: string, text: string): Html {
  return html`<button class="primary" name="action" value="${action}">${text}</button>`
}
