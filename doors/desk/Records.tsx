import { useParams } from '@tanstack/react-router'
import { RecordListPage } from '../../kit/desk/RecordPages.tsx'

/** The list of any record, for links that name only the record. */
export default function Records() {
  const { record } = useParams({ strict: false }) as { record: string }
  return <RecordListPage key={record} record={record} />
}
