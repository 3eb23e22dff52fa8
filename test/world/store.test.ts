import t from 'tap'
import { createMemoryStorage } from '../../src/world/storage.ts'
import { ASIDE, SEED, storeContract } from './store-contract.ts'

storeContract(t, {
  name: 'in memory',
  make() {
    const storage = createMemoryStorage(SEED)
    return { open: workspace => storage.open(workspace, ASIDE) }
  }
})
