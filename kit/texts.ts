import type { Text } from '../kernel/values/text.ts'

/** Words that more than one page or component says. Words of one page stand on that page. */
const t = <const T extends { readonly [key: string]: Text }>(texts: T): T => texts

export const texts = t({
  siteName: { zh: '技能人才公共服务平台', en: 'Skilled Talent Service' },
  home: { zh: '首页', en: 'Home' },
  skip: { zh: '跳到正文', en: 'Skip to content' },
  textSize: { zh: '字号', en: 'Text size' },
  sizeNormal: { zh: '标准', en: 'Normal' },
  sizeBig: { zh: '大字版', en: 'Big' },
  sizeHuge: { zh: '特大', en: 'Huge' },
  chosen: { zh: '（当前）', en: ' (current)' },
  readAloud: { zh: '读给我听', en: 'Read to me' },
  stopReading: { zh: '停止朗读', en: 'Stop reading' },
  print: { zh: '打印本页', en: 'Print' },
  demonstration: { zh: '演示数据', en: 'Demonstration data' },
  demonstrationNote: {
    zh: '本站为演示，人员、机构和证书均为虚构，不能作为凭证。主办单位标识码、备案号、咨询电话：待市局提供。',
    en: 'This is a demonstration: persons, organisations and certificates are invented and prove nothing. Site identifier, filing number and telephone: to be given by the bureau.',
  },
  demonstrationScale: {
    zh: '人员和证书按 1:{scale} 缩小；公函中的数字已按比例还原。',
    en: 'Persons and certificates are scaled down 1:{scale}; the letters show them scaled up again.',
  },
  menu: { zh: '主要栏目', en: 'Main sections' },
  youAreHere: { zh: '您的位置', en: 'You are here' },
  directory: { zh: '机构名录', en: 'Directory' },
  carriers: { zh: '基地和工作室', en: 'Bases and studios' },
  competitions: { zh: '技能竞赛', en: 'Competitions' },
  figures: { zh: '数据', en: 'Figures' },
  certificates: { zh: '查证书', en: 'Check a certificate' },
  explainNumber: { zh: '看懂证书编号', en: 'Read a certificate number' },
  replies: { zh: '提案答复', en: 'Replies' },
  notices: { zh: '公示', en: 'Public notices' },
  help: { zh: '帮助', en: 'Help' },
  accessibility: { zh: '无障碍声明', en: 'Accessibility statement' },
  privacy: { zh: '个人信息保护', en: 'Privacy' },
  organiser: { zh: '主办单位', en: 'Organiser' },
  call: { zh: '咨询电话', en: 'Telephone' },
  nationalLine: { zh: '人社服务热线', en: 'Human-resources hotline' },
  search: { zh: '查询', en: 'Search' },
  clear: { zh: '清除全部条件', en: 'Clear all' },
  optional: { zh: '（选填）', en: ' (optional)' },
  all: { zh: '全部', en: 'All' },
  filters: { zh: '筛选条件', en: 'Filters' },
  nothing: { zh: '没有符合条件的记录', en: 'Nothing matches' },
  pages: { zh: '翻页', en: 'Pages' },
  previous: { zh: '上一页', en: 'Previous' },
  next: { zh: '下一页', en: 'Next' },
  asTable: { zh: '看表格', en: 'See the table' },
  trace: { zh: '看来源', en: 'Where it comes from' },
  county: { zh: '县（市、区）', en: 'County' },
  kind: { zh: '类别', en: 'Kind' },
  level: { zh: '等级', en: 'Level' },
  occupation: { zh: '职业（工种）', en: 'Occupation' },
  tier: { zh: '级别', en: 'Tier' },
  onDay: { zh: '截至哪一天', en: 'On which day' },
  unit: { zh: '单位', en: 'Unit' },
  value: { zh: '数值', en: 'Value' },
  sources: { zh: '来源', en: 'Sources' },
  total: { zh: '合计', en: 'Total' },
  unknown: { zh: '未填', en: 'not given' },
  dateHint: { zh: '如 2022-12-31；不填即今天', en: 'as in 2022-12-31; empty means today' },
})

/** In how many places something has to be corrected, as the title of the page says it. */
export const problemsText = (n: number): Text => ({
  zh: `有 ${n} 处需要修改`,
  en: n === 1 ? '1 thing needs correcting' : `${n} things need correcting`,
})
export const countText = (n: number, isExact = true): Text => ({
  zh: `共 ${isExact ? '' : '超过 '}${n.toLocaleString('en-US')} 条`,
  en: `${isExact ? '' : 'more than '}${n.toLocaleString('en-US')} in all`,
})
export const pageText = (n: number, of: number): Text => ({ zh: `第 ${n} 页，共 ${of} 页`, en: `Page ${n} of ${of}` })
