import { runFolders } from '../suite.ts'

runFolders('fuzz')
