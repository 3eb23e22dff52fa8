import { runFolders } from '../suite.ts'

runFolders('documented', 'examples', 'flows')
