import { runFolders } from '../suite.ts'

runFolders('control')
