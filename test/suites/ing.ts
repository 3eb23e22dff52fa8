import { runFolders } from '../suite.ts'

runFolders('apis/ing', 'apis/ing/model')
