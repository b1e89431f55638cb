import { defineRecord } from '../../kernel/records/define.ts'
import { LISTING_ROLES, LISTING_STATUSES, ORGANISATION_KINDS } from './words.ts'

export const organisation = defineRecord({
  id: 'directory.organisation',
  title: { zh: '机构', en: 'Organisation' },
  table: 'directory.organisation',
  key: ['organisation_id'],
  titleField: 'name',
  scope: { jurisdiction: 'county_code', organisation: 'organisation_id' },
  read: { anyone: true },
  publicRows: { closed_on: null },
  searchColumn: 'search_terms',
  sealed: true,
  versionColumn: 'version',
  fields: {
    name: { kind: 'text', label: { zh: '名称', en: 'Name' }, lengthMax: 120, required: true, list: true, publicly: 'open' },
    kind: { kind: 'choice', label: { zh: '类别', en: 'Kind' }, choices: ORGANISATION_KINDS, required: true, list: true, filter: true, publicly: 'open' },
    creditCode: { kind: 'text', label: { zh: '统一社会信用代码', en: 'Unified credit code' }, lengthMax: 18, list: true, filter: true, publicly: 'open' },
    county: { kind: 'code', codes: 'catalogue.division', column: 'county_code', label: { zh: '县（市、区）', en: 'County' }, required: true, list: true, filter: true, publicly: 'open' },
    address: { kind: 'text', label: { zh: '地址', en: 'Address' }, lengthMax: 200, list: true, publicly: 'open' },
    contactPhone: { kind: 'text', label: { zh: '公开电话', en: 'Public phone' }, lengthMax: 30, publicly: 'open' },
    legalRepresentative: { kind: 'text', label: { zh: '法定代表人', en: 'Legal representative' }, lengthMax: 40, personal: true },
    foundedOn: { kind: 'date', label: { zh: '成立日期', en: 'Founded on' }, publicly: 'open' },
    closedOn: { kind: 'date', label: { zh: '注销日期', en: 'Closed on' } },
    mergedInto: { kind: 'reference', record: 'directory.organisation', label: { zh: '并入', en: 'Merged into' } },
  },
})

export const listingPeriod = defineRecord({
  id: 'directory.listing',
  title: { zh: '目录条目', en: 'Listing' },
  table: 'directory.listing_period',
  key: ['listing_id', 'listed_from', 'known_from'],
  titleField: 'organisation',
  scope: { jurisdiction: 'county_code', organisation: 'organisation_id' },
  read: { anyone: true },
  publicRows: { known_to: null },
  sealed: true,
  fields: {
    organisation: { kind: 'reference', record: 'directory.organisation', column: 'organisation_id', label: { zh: '机构', en: 'Organisation' }, required: true, list: true, filter: true, publicly: 'open' },
    role: { kind: 'choice', label: { zh: '名录', en: 'List' }, choices: LISTING_ROLES, required: true, list: true, filter: true, publicly: 'open' },
    kind: { kind: 'choice', label: { zh: '类别', en: 'Kind' }, choices: ORGANISATION_KINDS, list: true, filter: true, publicly: 'open' },
    county: { kind: 'code', codes: 'catalogue.division', column: 'county_code', label: { zh: '县（市、区）', en: 'County' }, list: true, filter: true, publicly: 'open' },
    status: { kind: 'choice', label: { zh: '状态', en: 'Status' }, choices: LISTING_STATUSES, list: true, filter: true, publicly: 'open' },
    listedFrom: { kind: 'date', label: { zh: '自', en: 'From' }, list: true, filter: true, publicly: 'open' },
    listedTo: { kind: 'date', label: { zh: '至（不含）', en: 'Until (not included)' }, list: true, publicly: 'open' },
    document: { kind: 'text', label: { zh: '文号', en: 'Document' }, lengthMax: 80, list: true, publicly: 'open' },
    reason: { kind: 'text', label: { zh: '原因', en: 'Reason' }, lengthMax: 200, publicly: 'open' },
    knownFrom: { kind: 'date', label: { zh: '获知日期', en: 'Known since' } },
    knownTo: { kind: 'date', label: { zh: '更正日期', en: 'Corrected on' } },
  },
})
