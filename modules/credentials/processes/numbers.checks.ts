import type { Check } from '../../../kernel/process/define.ts'

/** Blocks of the same prefix, year and level that share numbers with this one. */
export type BlockFacts = { overlaps: { first: number; last: number }[] }

const PREFIX = /^[YS]\d{12}$/
const LETTER = /^[0-9A-Z]$/

export const blockForm: Check = {
  id: 'blockForm',
  title: { zh: '号段写法正确，不与已登记的重叠', en: 'The block is well formed and overlaps no other' },
  run: ({ case: c, facts }) => {
    const { prefix, levelLetter, firstSerial, lastSerial } = c.fields as {
      prefix: string
      levelLetter: string
      firstSerial: number
      lastSerial: number
    }
    const out = []
    if (!PREFIX.test(prefix))
      out.push({
        code: 'BLOCK_PREFIX',
        field: 'prefix',
        given: prefix,
        message: { zh: '机构前缀应为 Y 或 S 加 12 位数字', en: 'The prefix is Y or S and 12 digits' },
        hint: { zh: '即证书编号的前 13 位，由省里核定', en: 'the first 13 places of its certificate numbers' },
      })
    if (!LETTER.test(levelLetter))
      out.push({
        code: 'BLOCK_LEVEL',
        field: 'levelLetter',
        given: levelLetter,
        message: { zh: '等级代码为一位', en: 'The level is one character' },
        hint: { zh: '即证书编号的第 16 位', en: 'place 16 of the number' },
      })
    if (lastSerial < firstSerial)
      out.push({
        code: 'BLOCK_ORDER',
        field: 'lastSerial',
        given: String(lastSerial),
        message: { zh: '末号小于首号', en: 'The last serial is smaller than the first' },
        hint: { zh: '请核对首号和末号', en: 'Check both' },
      })
    for (const o of (facts as BlockFacts).overlaps)
      out.push({
        code: 'BLOCK_OVERLAPS',
        field: 'firstSerial',
        message: { zh: `与已登记的号段 ${o.first}–${o.last} 重叠`, en: `Overlaps the block ${o.first} to ${o.last}` },
        hint: { zh: '编号不得重复使用，请核对分配文件', en: 'A number is used once; check the document' },
      })
    return out
  },
}
