import { runFolders } from '../suite.ts'

runFolders('durability')
