import type { Block, OfficialLetter } from './letter.ts'

/** A letter of an invented tennis club, for the tests of this folder: three pages, every kind of block. */
export function tennisLetter(): OfficialLetter {
  const long = (what: string): string =>
    `${what}由会员大会逐项讨论。会员可以在每周例会上提出意见，也可以写信交给场地管理员；管理员收到后登记编号，在下一次例会上说明办理结果，并把说明张贴在球场入口，供未到会的会员查阅。`
  const blocks: Block[] = [
    {
      kind: 'paragraph',
      runs: [
        { text: '贵会提出的《关于增加夜间球场的建议》收到了。到' },
        { text: '2024年底，全市网球协会共有会员' },
        { figure: { text: '1.25万人', key: 'club.members' } },
        { text: '，其中持有等级卡的' },
        { figure: { text: '3120人', key: 'club.graded' } },
        { text: '，占' },
        { figure: { text: '24.96%', key: 'club.graded-share' } },
        { text: '。' },
      ],
    },
    { kind: 'heading1', runs: [{ text: '已经做了什么' }] },
    { kind: 'heading2', runs: [{ text: '修整球场' }] },
    { kind: 'paragraph', runs: [{ text: long('球场修整计划') }] },
    { kind: 'paragraph', runs: [{ text: long('照明改造方案') }] },
    { kind: 'heading2', runs: [{ text: '培养教练' }] },
    {
      kind: 'paragraph',
      runs: [
        { text: long('教练课安排') },
        { text: '去年开设教练班' },
        { figure: { text: '40余场', key: 'club.classes' } },
        { text: '。' },
      ],
    },
    { kind: 'heading1', runs: [{ text: '接下来做什么' }] },
    { kind: 'heading2', runs: [{ text: '延长开放时间。' }], runIn: [{ text: long('开放时间的调整') }] },
    { kind: 'heading3', runs: [{ text: '周末场次。' }], runIn: [{ text: long('周末场次的分配办法') }] },
    { kind: 'heading3', runs: [{ text: '青少年场次。' }], runIn: [{ text: long('青少年场次的优惠') }] },
    { kind: 'heading4', runs: [{ text: '寒假' }] },
    { kind: 'heading4', runs: [{ text: '暑假' }] },
    { kind: 'heading2', runs: [{ text: '公开账目。' }], runIn: [{ text: long('年度账目') }] },
    { kind: 'paragraph', runs: [{ text: long('其余建议') }] },
    { kind: 'attachmentNote', runs: [{ text: '夜间球场分布表' }] },
    { kind: 'attachmentNote', runs: [{ text: '教练名册' }] },
  ]
  return {
    sender: '清河市网球协会秘书处',
    number: '清网协函〔2025〕7号',
    replyClass: 'A',
    titleLines: ['清河市网球协会秘书处', '关于增加夜间球场建议的答复'],
    addressee: '尊敬的各位会员',
    blocks,
    closing: {
      paragraphs: [[{ text: '以上意见如有疑问，请随时来信。' }]],
      contact: { person: '林远', phone: '0000-0000000' },
    },
    signature: { name: '清河市网球协会秘书处', date: '2025-06-09' },
    note: '此件主动公开',
    copies: ['会员代表大会', '场地管理委员会'],
  }
}
