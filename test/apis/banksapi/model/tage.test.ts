import t from 'tap'
import {
  banktagBis,
  datumVon,
  ersterDesMonats,
  faelligeTage,
  isBanktag,
  letzterDesMonats,
  tagAm,
  tagText,
  tagVon,
  wochentag
} from '../../../../src/apis/banksapi/model/tage.ts'

const DAY = 86_400_000

t.test('days agree with the calendar, before 1970 and far ahead', async t => {
  const wrong: string[] = []
  for (let tag = -30_000; tag < 60_000; tag += 7) {
    const text = new Date(tag * DAY).toISOString().slice(0, 10)
    const isRight =
      tagText(tag) === text &&
      tagVon(text) === tag &&
      tagAm(datumVon(tag)) === tag &&
      wochentag(tag) === new Date(tag * DAY).getUTCDay()
    if (!isRight) wrong.push(text)
  }
  t.strictSame(wrong, [])
})

t.test('months have a first and a last day, also February and December', async t => {
  const cases = [
    ['2024-02-11', '2024-02-01', '2024-02-29'],
    ['2026-02-11', '2026-02-01', '2026-02-28'],
    ['2100-02-11', '2100-02-01', '2100-02-28'],
    ['2026-12-31', '2026-12-01', '2026-12-31'],
    ['2026-01-01', '2026-01-01', '2026-01-31']
  ] as const
  for (const [tag, erster, letzter] of cases) {
    const datum = datumVon(tagVon(tag))
    t.equal(tagText(ersterDesMonats(datum)), erster)
    t.equal(tagText(letzterDesMonats(datum)), letzter)
  }
})

t.test('banks are closed at weekends and on six holidays', async t => {
  const closed =
    '2026-11-21 2026-11-22 2026-01-01 2026-05-01 2026-12-25 2025-12-26 2026-04-03 2026-04-06 2027-03-26 2024-04-01 2038-04-23 2019-04-19'
  const open = '2026-11-20 2026-11-23 2026-12-24 2026-04-02 2026-04-07 2026-03-06 2026-05-14'
  for (const tag of closed.split(' ')) t.notOk(isBanktag(tagVon(tag)), tag)
  for (const tag of open.split(' ')) t.ok(isBanktag(tagVon(tag)), tag)
  t.equal(tagText(banktagBis(tagVon('2026-12-27'))), '2026-12-24')
  t.equal(tagText(banktagBis(tagVon('2026-12-23'))), '2026-12-23')
})

t.test('what falls on closed days is due on the next banking day', async t => {
  const due = (tag: string) => faelligeTage(tagVon(tag)).map(tagText)
  t.strictSame(due('2026-11-20'), ['2026-11-20'])
  t.strictSame(due('2026-11-23'), ['2026-11-21', '2026-11-22', '2026-11-23'])
  t.equal(due('2026-04-07').length, 5)
})
