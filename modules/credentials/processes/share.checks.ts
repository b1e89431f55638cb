import type { Check } from '../../../kernel/process/define.ts'
import { addDays, type PlainDate } from '../../../kernel/values/plain-date.ts'

export const shareDays: Check = {
  id: 'shareDays',
  title: { zh: '有效期在规定的天数之内', en: 'The link ends within the allowed days' },
  run: ({ case: c, today, rule }) => {
    const until = c.fields['expiresOn'] as PlainDate
    const last = addDays(today, Number(rule('credentials.shareDaysMost', today)))
    return until >= today && until <= last
      ? []
      : [
          {
            code: 'SHARE_DAYS',
            field: 'expiresOn',
            given: until,
            message: { zh: `有效期应在 ${today} 至 ${last} 之间`, en: `The link ends between ${today} and ${last}` },
            hint: { zh: '请改短；到期后可再次分享', en: 'Make it shorter; it can be shared again' },
          },
        ]
  },
}
