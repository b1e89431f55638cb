import { Link } from '@tanstack/react-router'
import type { AnswerValue, FieldWords, RecordWords } from './api-types.ts'
import { keyInPath } from './client.ts'
import { plainText } from './format.ts'
import { Masked } from './Masked.tsx'
import { useRecordWords } from './queries.ts'
import { useWords } from './words.tsx'

/** One value of a record as a cell or a line shows it. */
export function Value({
  value,
  field,
  record,
  id,
}: {
  value: AnswerValue | undefined
  field: FieldWords
  record: RecordWords
  id: string
}) {
  const { say, t } = useWords()
  const open = useRecordWords().data
  if (value !== null && typeof value === 'object' && 'masked' in value)
    return (
      <Masked
        masked={value.masked}
        record={record.id}
        id={id}
        field={field.key}
        label={say(field.label)}
        reveals={record.reveals}
      />
    )
  const text = plainText(value, field.kind, [t('是', 'yes'), t('否', 'no')])
  if (
    field.kind === 'reference' &&
    field.record &&
    value !== null &&
    typeof value === 'object' &&
    open?.some((r) => r.id === field.record)
  )
    return (
      <Link to={`/records/${field.record}/${keyInPath(String(value.value))}`} onClick={(e) => e.stopPropagation()}>
        {text}
      </Link>
    )
  if (field.kind === 'date' || field.kind === 'instant' || field.kind === 'integer' || field.kind === 'money')
    return <span className="figure">{text}</span>
  return <>{text}</>
}
