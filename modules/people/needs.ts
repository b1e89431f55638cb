import type { Need } from '../../kernel/rules/rules.ts'

export const needs: readonly Need[] = [
  {
    key: 'people.ageBands',
    title: { zh: '统计年龄段下限', en: 'Lower bounds of age bands' },
    unit: 'years',
    pickedBy: 'the day asked about',
    type: 'table',
  },
  {
    key: 'people.employedPersons',
    title: { zh: '全市从业人员数', en: 'Employed persons of the city' },
    unit: 'persons',
    pickedBy: 'the day asked about',
    type: 'integer',
  },
]
