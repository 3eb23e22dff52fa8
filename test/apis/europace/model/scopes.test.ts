import t from 'tap'
import { isKnownScope, rightsFor } from '../../../../src/apis/europace/model/scopes.ts'

/** The table of the scopes that our operations need. */
const needed = {
  'baufinanzierung:vorgang:schreiben': ['BS_SICHTBAR'],
  'baufinanzierung:vorgang:lesen': ['BS_SICHTBAR'],
  'baufinanzierung:echtgeschaeft': ['BS_SICHTBAR', 'ECHTES_GESCHAEFT_ERLAUBT'],
  'privatkredit:vorgang:schreiben': ['KREDIT_SMART_SICHTBAR'],
  'privatkredit:antrag:schreiben': ['KREDIT_SMART_SICHTBAR'],
  impersonieren: ['DARF_EINSTELLUNGEN_OEFFNEN'],
  openid: [],
  profile: []
}

/** The other names of the public list, as `beginning:end|end`. */
const others = [
  'partner:plakette:anlegen|lesen|schreiben',
  'partner:beziehungen:lesen|schreiben',
  'partner:rechte:lesen|schreiben',
  'partner:login:silent-sign-in',
  'report:rohdaten:lesen',
  'report:produktanbieter:lesen',
  'baufinanzierung:angebot:ermitteln|loeschen',
  'baufinanzierung:ereignis:lesen',
  'baufinanzierung:antrag:lesen|schreiben',
  'baufinanzierung:produktkonfiguration:lesen|schreiben|freigeben',
  'baufinanzierung:produkt:lesen|schreiben',
  'baufinanzierung:produktanbieter:lesen|schreiben',
  'privatkredit:angebot:ermitteln',
  'privatkredit:vorgang:lesen',
  'dokumente:dokument:lesen|schreiben',
  'unterlagen:dokument:lesen|schreiben',
  'unterlagen:unterlage:lesen|schreiben|freigeben',
  'unterlagen:freigabe:lesen|schreiben'
].flatMap(line => {
  const start = line.slice(0, line.lastIndexOf(':') + 1)
  return line
    .slice(start.length)
    .split('|')
    .map(end => start + end)
})

t.test('a scope of our operations needs the documented rights of the user', async t => {
  for (const [scope, rights] of Object.entries(needed)) {
    t.ok(isKnownScope(scope), scope)
    t.strictSame(rightsFor(scope), rights, scope)
  }
})

t.test('every other public name is known and needs no right', async t => {
  t.equal(others.length, 33)
  for (const scope of [...others, 'no-access']) {
    t.ok(isKnownScope(scope), scope)
    t.strictSame(rightsFor(scope), [], scope)
  }
})

t.test('any other name is unknown, also impersonate, which some descriptions use', async t => {
  const unknown = [
    'impersonate',
    '',
    'baufinanzierung',
    'baufinanzierung:vorgang',
    'baufinanzierung:vorgang:loeschen',
    'BAUFINANZIERUNG:VORGANG:LESEN',
    ' baufinanzierung:vorgang:lesen',
    'toString',
    'constructor',
    '__proto__'
  ]
  for (const scope of unknown) {
    t.notOk(isKnownScope(scope), JSON.stringify(scope))
    t.strictSame(rightsFor(scope), [], JSON.stringify(scope))
  }
})
