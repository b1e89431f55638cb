import { defineRecord } from '../../kernel/records/define.ts'

export const occupation = defineRecord({
  id: 'catalogue.occupation',
  title: { zh: '职业', en: 'Occupation' },
  table: 'catalogue.occupation',
  key: ['edition', 'code'],
  titleField: 'name',
  scope: {},
  read: { anyone: true },
  publicRows: {},
  searchColumn: 'search_terms',
  order: { field: 'code', direction: 'asc' },
  fields: {
    edition: {
      kind: 'text',
      label: { zh: '版本', en: 'Edition' },
      lengthMax: 20,
      list: true,
      filter: true,
      publicly: 'open',
    },
    code: {
      kind: 'code',
      codes: 'catalogue.occupation',
      label: { zh: '编码', en: 'Code' },
      list: true,
      filter: true,
      publicly: 'open',
    },
    name: { kind: 'text', label: { zh: '名称', en: 'Name' }, lengthMax: 120, list: true, publicly: 'open' },
    depth: { kind: 'integer', label: { zh: '层级', en: 'Depth' }, list: true, filter: true, publicly: 'open' },
    green: { kind: 'boolean', label: { zh: '绿色职业', en: 'Green' }, list: true, filter: true, publicly: 'open' },
    digital: { kind: 'boolean', label: { zh: '数字职业', en: 'Digital' }, list: true, filter: true, publicly: 'open' },
    industry: {
      kind: 'text',
      label: { zh: '本市重点产业', en: 'Key industry here' },
      lengthMax: 40,
      list: true,
      filter: true,
      publicly: 'open',
    },
  },
})
