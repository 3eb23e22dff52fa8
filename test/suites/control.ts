import { runFolders } from '../suite.ts'

runFolders('client', 'control')
