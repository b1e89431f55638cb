import { sealedTableOf } from '../../../kernel/records/define.ts'
import { certificate } from '../records.ts'

export const certificateSeal = sealedTableOf(certificate)
