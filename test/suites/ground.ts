import { runFolders } from '../suite.ts'

runFolders('contract', 'http', 'world')
