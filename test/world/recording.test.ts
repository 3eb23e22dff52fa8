import t from 'tap'
import { createRecording } from '../../src/world/recording.ts'
import type { Saved } from '../../src/world/saved.ts'
import { exchange, NOON } from './small-world.ts'

const before: Omit<Saved, 'collections'> = {
  workspace: 'small',
  clock: { now: NOON, speed: 0 },
  behaviour: {}
}
const start = { ...before, collections: async () => ({}) }
const recordingOf = () => createRecording(start, { entries: 10, bytes: 1e6 })

t.test('a call is told with the turns that there were when it was decided', async t => {
  const recording = recordingOf()
  recording.turn(NOON)
  const first = recording.mark()
  recording.turn(NOON)
  const second = recording.mark()
  recording.add(exchange(), NOON, first)
  recording.add(exchange(), NOON, second)
  recording.turn(NOON)
  recording.add(exchange(), NOON)
  t.strictSame(
    recording.calls.map(({ turns }) => turns),
    [1, 2, 3]
  )
})

t.test('a call that was decided before a reset does not belong to the story after it', async t => {
  const recording = recordingOf()
  recording.turn(NOON)
  const decided = recording.mark()
  recording.begin(start)
  recording.add(exchange({ url: '/before' }), NOON, decided)
  recording.add(exchange({ url: '/after' }), NOON)
  t.strictSame(
    recording.calls.map(({ exchange: { url }, turns }) => [url, turns]),
    [['/after', 0]]
  )
})
