import type { Handlers } from '../../contract/operation.ts'
import type { operations } from '../../contract/types/banksapi-tags.ts'
import { Problem } from '../../http/problem.ts'
import type { Context } from './context.ts'
import {
  indexItems,
  parentOf,
  presentTagTree,
  presentTagTreeItem,
  TAGBAEUME,
  type Tagbaum,
  type TagItem
} from './model/tagbaum.ts'

/** The handlers of the Tags API. documented: dossier B6 #69 to #71 */
export const tags: Handlers<operations, Context> = {
  async listTagTrees(_, { base }) {
    return { status: 200, body: TAGBAEUME.map(baum => presentTagTree(baum, base)) }
  },

  async getTagTree({ path }, { base }) {
    return { status: 200, body: presentTagTree(findTree(path['tag-tree-id']), base) }
  },

  async listTagTreeItems({ path }, { world, base }) {
    const baum = findTree(path['tag-tree-id'])
    const items = await world.store.list<TagItem>('tag-items')
    const verzeichnis = indexItems(items)
    const own = items.filter(item => item.tree === baum.systemId)
    return {
      status: 200,
      body: own.map(item => presentTagTreeItem(item, baum, parentOf(verzeichnis, item), base))
    }
  },

  async getTagTreeItem({ path }, { world, base }) {
    const baum = findTree(path['tag-tree-id'])
    const items = await world.store.list<TagItem>('tag-items')
    const id = path['tag-tree-item-id']
    const item = items.find(one => one.tree === baum.systemId && String(one.systemId) === id)
    if (!item) throw new Problem(404, 'Not Found', `There is no item ${id}`)
    const parent = parentOf(indexItems(items), item)
    return { status: 200, body: presentTagTreeItem(item, baum, parent, base) }
  },

  async sayHello() {
    return { status: 200, body: { message: 'Hello' } }
  }
}

function findTree(id: string): Tagbaum {
  const baum = TAGBAEUME.find(one => String(one.systemId) === id)
  if (!baum) throw new Problem(404, 'Not Found', `There is no tree ${id}`)
  return baum
}
