import type { Check } from '../../../kernel/process/define.ts'

export const checkedDay: Check = {
  id: 'checkedDay',
  title: { zh: '查询日期不晚于今天', en: 'The day is not later than today' },
  run: ({ case: c, today }) => {
    const day = String(c.fields['checkedOn'])
    return day > today
      ? [
          {
            code: 'CHECKED_LATER',
            field: 'checkedOn',
            given: day,
            message: { zh: `查询日期 ${day} 在今天之后`, en: `${day} lies after today` },
            hint: { zh: '请填实际查询的日期', en: 'Give the day of the look-up' },
          },
        ]
      : []
  },
}
