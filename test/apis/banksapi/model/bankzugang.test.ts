import t from 'tap'
import {
  giveUp,
  isOver,
  keepWaiting,
  statusOf,
  waitForSca,
  withFailure,
  withFreigabe,
  zugangId
} from '../../../../src/apis/banksapi/model/bankzugang.ts'
import { meldung } from '../../../../src/apis/banksapi/model/meldung.ts'
import { begonnen, codes, DAY, fertig, NOW, neuerZugang, offen } from './bankfaelle.ts'

const sca = begonnen([1, 902], ['Mobil'])
const bisAt = NOW + 90 * DAY

t.test('an access is found by its user and its id, in any case of letters', async t => {
  t.equal(zugangId('u', 'D48744C0-132C'), zugangId('u', 'd48744c0-132c'))
  t.not(zugangId('u', 'a'), zugangId('v', 'a'))
})

t.test('an access is over when its timeout has come; without one it never is', async t => {
  const zugang = neuerZugang({ timeoutAt: NOW })
  t.notOk(isOver(zugang, NOW - 1))
  t.ok(isOver(zugang, NOW))
  t.ok(isOver(zugang, NOW + 1))
  t.notOk(isOver(neuerZugang(), Number.MAX_SAFE_INTEGER))
})

t.test('INTERAKTION is while the customer has something to do', async t => {
  t.equal(statusOf(fertig()), 'VOLLSTAENDIG')
  t.equal(statusOf(fertig({ scaNoetig: 'gescheitert' })), 'VOLLSTAENDIG')
  t.equal(statusOf(offen(sca)), 'INTERAKTION')
})

t.test('an open authentication leaves the data of the access alone', async t => {
  const before = fertig()
  const vorgang = offen(sca).offen
  if (!vorgang) return t.fail('there is one')
  const after = waitForSca(before, vorgang, NOW)
  const { meldungen, versuch, offen: open, ...rest } = after
  const { meldungen: _, versuch: _v, ...was } = before
  t.strictSame(rest, was)
  t.equal(open, vorgang)
  t.strictSame(codes(meldungen), ['BA3010'])
  t.strictSame(versuch, { at: NOW, meldungen })
})

t.test('a choice that nobody knows is not told again', async t => {
  const meldungen = [meldung('BA1101'), meldung('BA3010')]
  const after = keepWaiting(offen(sca), { is: 'open', sca, meldungen }, NOW)
  t.strictSame(codes(after.meldungen), ['BA3010'])
  t.strictSame(after.versuch, { at: NOW, meldungen: after.meldungen })
  const gone = fertig()
  t.equal(keepWaiting(gone, { is: 'open', sca, meldungen }, NOW), gone)
})

const failure = meldung('BA3040', 'Vorgang abgelehnt')

t.test('an authentication that failed has to be started anew', async t => {
  const before = offen(sca)
  const after = giveUp(before, failure, NOW)
  t.notOk('offen' in after)
  t.match(after, {
    scaNoetig: 'gescheitert',
    letzteSca: 'sca-1',
    aktualisiertAt: before.aktualisiertAt
  })
  t.equal(after.produkte, before.produkte, 'what was fetched stays')
  t.strictSame(codes(after.meldungen), ['BA3000'])
  t.strictSame(codes(after.versuch.meldungen), ['BA3040', 'BA3000'])
  t.notOk('letzteSca' in giveUp(fertig(), failure, NOW), 'none was open')
})

t.test('a success allows the channel and saves the settings', async t => {
  const einstellung = { verfahren: 902, medium: 'Mobil' }
  const before = offen(sca, {
    freigaben: [
      { kanal: 0, bisAt: NOW },
      { kanal: 1, bisAt: NOW }
    ]
  })
  const after = withFreigabe(before, { ...sca, ...einstellung }, bisAt)
  t.strictSame(after.freigaben, [
    { kanal: 1, bisAt: NOW },
    { kanal: 0, bisAt }
  ])
  t.strictSame(after.einstellung, einstellung)
  t.equal(after.letzteSca, 'sca-1')
})

t.test('where nothing is open a success allows nothing', async t => {
  const { freigaben, einstellung } = withFreigabe(fertig(), sca, bisAt)
  t.strictSame(freigaben, [])
  t.equal(einstellung, undefined)
})

t.test('the first fetch that fails is what there is', async t => {
  const after = withFailure(neuerZugang({ abrufe: 1 }), [meldung('BA1011')], NOW)
  t.strictSame(codes(after.meldungen), ['BA1011'])
  t.equal(after.aktualisiertAt, NOW)
  t.strictSame(after.versuch, { at: NOW, meldungen: after.meldungen })
})

t.test('a later fetch that fails leaves the stable state alone', async t => {
  const before = fertig({ abrufe: 2, meldungen: [meldung('BA2002')] })
  const { versuch, ...after } = withFailure(before, [meldung('BA1011')], NOW)
  const { versuch: _, ...was } = before
  t.strictSame(after, was)
  t.equal(versuch.at, NOW)
  t.strictSame(codes(versuch.meldungen), ['BA1011'])
})

t.test('a failure ends the authentication before it, and its message', async t => {
  const meldungen = [meldung('BA3010')]
  const again = withFailure(offen(sca, { abrufe: 2, meldungen }), [meldung('BA1051')], NOW)
  t.notOk('offen' in again)
  t.strictSame(codes(again.meldungen), [], 'the last good state had none')
  const never = neuerZugang({ abrufe: 2, offen: offen(sca).offen as never, meldungen })
  t.strictSame(codes(withFailure(never, [meldung('BA1051')], NOW).meldungen), ['BA1051'])
})
