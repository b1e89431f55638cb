import { CasesOf } from './CasesOf.tsx'

export default function Budgets() {
  return (
    <CasesOf
      process="subsidy.budget"
      title={['资金预算', 'Budgets']}
      note={['按文件新设、追加和调减，由两人办理。', 'Opened, raised and cut by a document, by two persons.']}
    />
  )
}
