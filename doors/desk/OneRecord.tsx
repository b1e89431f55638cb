import { useParams } from '@tanstack/react-router'
import { RecordDetailPage } from '../../kit/desk/RecordPages.tsx'

export default function OneRecord() {
  const { record, key } = useParams({ strict: false }) as { record: string; key: string }
  return <RecordDetailPage key={`${record}/${key}`} record={record} recordKey={key} />
}
