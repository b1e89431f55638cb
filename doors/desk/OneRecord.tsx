import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { maySee } from '../../kit/desk/manifest.ts'
import { useSession } from '../../kit/desk/queries.ts'
import { RecordDetailPage } from '../../kit/desk/RecordPages.tsx'
import { useWords } from '../../kit/desk/words.tsx'
import { manifests } from './manifests.ts'

/** One record, with the acts that rooms begin from it. */
export default function OneRecord() {
  const { say } = useWords()
  const { record, key } = useParams({ strict: false }) as { record: string; key: string }
  const actor = useSession().data?.actor ?? null
  const links = manifests.flatMap((m) => m.links?.[record] ?? []).filter((l) => maySee(l, actor))
  return (
    <RecordDetailPage
      key={`${record}/${key}`}
      record={record}
      recordKey={key}
      acts={(row) =>
        links.flatMap((l) => {
          const to = l.to(row)
          if (!to) return []
          const [path = '', query] = to.split('?')
          return [
            <Link key={to} to={path} search={Object.fromEntries(new URLSearchParams(query)) as never}>
              <Button>{say(l.title)}</Button>
            </Link>,
          ]
        })
      }
    />
  )
}
