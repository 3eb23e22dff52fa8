import { runFolders } from '../suite.ts'

runFolders('apis/banksapi', 'apis/banksapi/model')
