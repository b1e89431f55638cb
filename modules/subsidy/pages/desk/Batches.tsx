import { CasesOf } from './CasesOf.tsx'

export default function Batches() {
  return (
    <CasesOf
      process="subsidy.payment"
      title={['拨付批次', 'Payment batches']}
      note={[
        '冻结后由另一人封存，只发送一次；银行没有答复的，只核对，不重发。',
        'Frozen, sealed by another person, sent once; what the bank has not answered is asked after, never sent again.',
      ]}
    />
  )
}
