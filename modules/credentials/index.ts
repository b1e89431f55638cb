import { defineRoom } from '../../kernel/rooms/define.ts'
import { reads } from './contract.ts'
import { certificateImport } from './import.ts'
import { holdingFacts, issueFacts } from './measures/facts.ts'
import { measures } from './measures/index.ts'
import { needs } from './needs.ts'
import { correction } from './processes/correction.process.ts'
import { nationalQuery } from './processes/national-query.process.ts'
import { numbers } from './processes/numbers.process.ts'
import { replacement } from './processes/replacement.process.ts'
import { revocation } from './processes/revocation.process.ts'
import { share } from './processes/share.process.ts'
import { certificate } from './records.ts'

export { checkAgainst, explainCertificateNumber, parseCertificateNumber } from './certificate-number.ts'
export { holdingFacts, issueFacts } from './measures/facts.ts'
export {
  HOLDING_COLUMNS,
  type HoldingCertificate,
  type HoldingInput,
  type HoldingRow,
  holdingValues,
  projectPerson,
} from './project.ts'
export { certificate } from './records.ts'
export {
  CERTIFICATE_KINDS,
  COUNTED_KINDS,
  HIGH_SKILLED_RANK,
  OPENING_STOCK,
  RANK_IDS,
  REVOCATION_REASONS,
  SKILLED_RANK,
} from './words.ts'

export const credentials = defineRoom({
  id: 'credentials',
  title: { zh: '证书', en: 'Credentials' },
  purpose: {
    zh: '证明了什么：各类证书的登记、查验和撤销',
    en: 'What is proved: the register of certificates, their check and revocation',
  },
  records: [certificate],
  facts: [holdingFacts, issueFacts],
  measures,
  processes: [revocation, replacement, correction, numbers, nationalQuery, share],
  needs,
  reads,
  imports: [certificateImport],
})
