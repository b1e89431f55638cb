import { CasesOf } from './CasesOf.tsx'

export default function Claims() {
  return (
    <CasesOf
      process="subsidy.claim"
      title={['补贴申领', 'Claims']}
      note={[
        '从班级取数，逐人核对；初审、复核、公示、拨付由不同的人办理。',
        'Drawn from the class and checked line by line; different persons review, approve and pay.',
      ]}
    />
  )
}
