import { CasesOf } from './CasesOf.tsx'

export default function Clawbacks() {
  return (
    <CasesOf
      process="subsidy.clawback"
      title={['补贴追回', 'Clawbacks']}
      note={['责令退回、到期催收、收款结案。', 'Ordered, due, closed by the receipt.']}
    />
  )
}
