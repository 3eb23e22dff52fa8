import { runFolders } from '../suite.ts'

runFolders('shipped')
