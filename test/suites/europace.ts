import { runFolders } from '../suite.ts'

runFolders('apis/europace', 'apis/europace/model')
