/** A right of a partner's user without which a scope grants nothing. documented: dossier A6 */
export type Recht =
  | 'BS_SICHTBAR'
  | 'ECHTES_GESCHAEFT_ERLAUBT'
  | 'KREDIT_SMART_SICHTBAR'
  | 'KREDIT_SMART_ECHTGESCHAEFT'
  | 'DARF_EINSTELLUNGEN_OEFFNEN'

const RIGHTS_BY_SCOPE: Readonly<Record<string, readonly Recht[]>> = {
  'baufinanzierung:vorgang:schreiben': ['BS_SICHTBAR'],
  'baufinanzierung:vorgang:lesen': ['BS_SICHTBAR'],
  'baufinanzierung:echtgeschaeft': ['BS_SICHTBAR', 'ECHTES_GESCHAEFT_ERLAUBT'],
  'privatkredit:vorgang:schreiben': ['KREDIT_SMART_SICHTBAR'],
  'privatkredit:antrag:schreiben': ['KREDIT_SMART_SICHTBAR'],
  impersonieren: ['DARF_EINSTELLUNGEN_OEFFNEN']
}

/** Names that are known though none of our operations needs them. `no-access` grants nothing. */
const OTHER_SCOPES = new Set(
  [
    'no-access openid profile partner:plakette:anlegen partner:plakette:lesen partner:plakette:schreiben',
    'partner:beziehungen:lesen partner:beziehungen:schreiben partner:rechte:lesen partner:rechte:schreiben',
    'partner:login:silent-sign-in report:rohdaten:lesen report:produktanbieter:lesen',
    'baufinanzierung:angebot:ermitteln baufinanzierung:angebot:loeschen baufinanzierung:ereignis:lesen',
    'baufinanzierung:antrag:lesen baufinanzierung:antrag:schreiben baufinanzierung:produktkonfiguration:lesen',
    'baufinanzierung:produktkonfiguration:schreiben baufinanzierung:produktkonfiguration:freigeben',
    'baufinanzierung:produkt:lesen baufinanzierung:produkt:schreiben baufinanzierung:produktanbieter:lesen',
    'baufinanzierung:produktanbieter:schreiben privatkredit:angebot:ermitteln privatkredit:vorgang:lesen',
    'dokumente:dokument:lesen dokumente:dokument:schreiben unterlagen:dokument:lesen unterlagen:dokument:schreiben',
    'unterlagen:unterlage:lesen unterlagen:unterlage:schreiben unterlagen:unterlage:freigeben',
    'unterlagen:freigabe:lesen unterlagen:freigabe:schreiben'
  ].flatMap(line => line.split(' '))
)

export function isKnownScope(name: string): boolean {
  return OTHER_SCOPES.has(name) || Object.hasOwn(RIGHTS_BY_SCOPE, name)
}

/** The rights that a partner needs for a scope to grant anything. */
export function rightsFor(scope: string): readonly Recht[] {
  return (Object.hasOwn(RIGHTS_BY_SCOPE, scope) && RIGHTS_BY_SCOPE[scope]) || []
}
