import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { letterDocx } from '../../../kernel/documents/docx.ts'
import { checkLetter, letterFigures } from '../../../kernel/documents/letter.ts'
import { createPdfSetter } from '../../../kernel/documents/pdf.ts'
import { composeLetter, parseLetterTemplate } from '../../../modules/replies/letter-template.ts'

const read = parseLetterTemplate(parse(readFileSync(new URL('./2023-275.yaml', import.meta.url), 'utf8')))
if (!('template' in read)) throw new Error(JSON.stringify(read.findings, null, 1))
const { template } = read

/** Counts that a register could have at the end of 2022; any within the printed rounding would do. */
const values = {
  skilled: 619_300,
  highSkilled: 198_000,
  senior: 123_000,
  technician: 62_000,
  seniorTechnician: 13_000,
  employed: 1_969_784,
  skilledShare: 619_300 / 1_969_784,
  highSkilledShare: 198_000 / 619_300,
  nationalBases: 1,
  provincialBases: 1,
  provincialStudios: 7,
  institutions: 105,
  technicalSchools: 11,
  trainingCentres: 10,
  privateSchools: 84,
  enrolled: 249_312,
  newSkilled: 103_211,
  newHighSkilled: 15_432,
  events: 46,
}

test('every figure that the paper prints is a figure of the template', () => {
  const printed = Object.values(template.figures).flatMap((f) => (f.printed === null ? [] : [f.printed]))
  expect(printed.sort()).toEqual(
    [
      '61.93',
      '19.8',
      '12.3',
      '6.2',
      '1.3',
      '31.44',
      '1',
      '1',
      '7',
      '105',
      '11',
      '10',
      '84',
      '24.9',
      '10',
      '1.5',
      '31.44',
      '40',
    ].sort(),
  )
  expect(template.proposal).toMatchObject({ category: 'B', number: 108, members: 35 })
})

test('from counts that fit, the letter says what the paper said', () => {
  const { letter, figures, findings } = composeLetter(template, values)
  expect(findings).toEqual([])
  expect(figures.every((f) => f.equal)).toBe(true)
  expect(checkLetter(letter)).toEqual([])
  expect(letterFigures(letter).map((f) => f.text)).toEqual([
    '61.93万人',
    '19.8万人',
    '12.3万人',
    '6.2万人',
    '1.3万人',
    '31.44%',
    '1个',
    '1个',
    '7个',
    '105所',
    '11所',
    '10所',
    '84所',
    '24.9万余人次',
    '10万余人',
    '1.5万余人',
    '31.44%',
    '40余场',
  ])
})

test('a share taken from its neighbour is refused', () => {
  const { findings } = composeLetter(template, { ...values, skilledShare: values.highSkilledShare })
  expect(findings.map((f) => f.code)).toContain('ratio-swapped')
})

test('it can be typeset with the fonts that come with the package', async () => {
  const { letter } = composeLetter(template, values)
  const setter = createPdfSetter()
  const { pages, sample } = await setter.letter(letter)
  await setter.close()
  expect([pages, sample]).toEqual([5, true])
  expect((await letterDocx(letter)).subarray(0, 2).toString()).toBe('PK')
})
