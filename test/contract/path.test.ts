import t from 'tap'
import { beanPath, fromPointer, jacksonPath, type Path } from '../../src/contract/path.ts'

const cases: [Path, { bean: string; jackson: string }][] = [
  [[], { bean: '', jackson: '' }],
  [['haushalte'], { bean: 'haushalte', jackson: 'haushalte' }],
  [[0], { bean: '[0]', jackson: '[0]' }],
  [
    ['kundenangaben', 'haushalte', 0, 'kunden'],
    { bean: 'kundenangaben.haushalte[0].kunden', jackson: 'kundenangaben.haushalte.[0].kunden' }
  ],
  [['a', 1, 2, 'b'], { bean: 'a[1][2].b', jackson: 'a.[1].[2].b' }]
]

t.test(
  'a path is spelled with a dot before an index by Jackson, without by Bean Validation',
  async t => {
    for (const [path, { bean, jackson }] of cases) {
      t.equal(beanPath(path), bean)
      t.equal(jacksonPath(path), jackson)
    }
  }
)

t.test('a JSON pointer is taken apart', async t => {
  const pointers: [string, Path][] = [
    ['', []],
    ['/', ['']],
    ['/haushalte/0/kunden', ['haushalte', 0, 'kunden']],
    ['/12', [12]],
    ['/1a/-1', ['1a', '-1']],
    ['/a~1b/c~0d/~01', ['a/b', 'c~d', '~1']]
  ]
  for (const [pointer, path] of pointers) t.strictSame(fromPointer(pointer), path, pointer)
})
