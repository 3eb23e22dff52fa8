import t from 'tap'
import { endOfRound } from '../../src/http/round.ts'

t.test('what has come in together takes each step together', async t => {
  const steps: string[] = []
  const serve = async (name: string) => {
    steps.push(`read ${name}`)
    await endOfRound()
    steps.push(`decide ${name}`)
    await Promise.resolve()
    steps.push(`keep ${name}`)
    await endOfRound()
    steps.push(`answer ${name}`)
  }
  await Promise.all(['a', 'b'].map(serve))
  t.strictSame(steps, [
    'read a',
    'read b',
    'decide a',
    'keep a',
    'decide b',
    'keep b',
    'answer a',
    'answer b'
  ])
})
