import { runFolders } from '../suite.ts'

runFolders('browser', 'console')
