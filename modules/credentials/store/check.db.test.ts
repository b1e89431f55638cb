import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { plainDate } from '../../../kernel/values/plain-date.ts'
import { aCertificate, anIdentityNumber, anOfficer, aPerson, type CertificateSeed } from '../factory.ts'
import { type CredentialsHouse, credentialsHouse } from './testing.ts'

let house: CredentialsHouse
let certificate: CertificateSeed
beforeAll(async () => {
  house = await credentialsHouse()
  certificate = await house.db.tx(async (tx) => {
    const p = await aPerson(tx, house.office, {
      name: '阿卜杜拉·买买提',
      identity: anIdentityNumber('1985-05-05', 'male', 3),
      birthDate: plainDate('1985-05-05'),
    })
    return aCertificate(tx, house.office, { personId: p.personId, levelRank: 3, number: 'S000014000001223000017' })
  })
})
afterAll(() => house?.close())

const check = (number: string, name: string) => house.read('credentials.check', { number, name })

test('valid: what the paper says, the holder masked, nothing else about the person', async () => {
  const answer = await check('s0000 14 000001 22 3 000017', '阿卜杜拉•买买提')
  expect(answer).toEqual({
    verdict: 'valid',
    message: { zh: '证书有效', en: 'The certificate is valid' },
    asOf: '2023-03-01T01:00:00.000Z',
    certificate: {
      number: 'S000014000001223000017',
      holder: '阿***·**提',
      kind: { zh: '职业技能等级证书', en: 'skill-level certificate' },
      occupation: '焊工',
      workType: null,
      level: { zh: '三级/高级工', en: 'Level 3, senior worker' },
      issuedBy: '临汾市平阳职业培训学校',
      issuedOn: '2022-06-15',
      revokedOn: null,
    },
    causes: [],
    helpPhone: '0357-1234567',
  })
  const text = JSON.stringify(answer)
  for (const secret of ['19850505', certificate.personId, certificate.certificateId, '阿卜杜拉'])
    expect(text).not.toContain(secret)
})

test('an unknown number and a wrong name: the same bytes', async () => {
  const wrongName = JSON.stringify(await check(certificate.number, '王小强'))
  const unknown = JSON.stringify(await check('S000014000001223000018', '阿卜杜拉·买买提'))
  const both = JSON.stringify(await check('S000014000001223999999', '王小强'))
  expect(unknown).toBe(wrongName)
  expect(both).toBe(wrongName)
  expect(JSON.parse(unknown)).toMatchObject({ verdict: 'not-found', certificate: null, helpPhone: '0357-1234567' })
  expect(JSON.parse(unknown).causes.map((c: { zh: string }) => c.zh)).toEqual([
    '编号有一位录错，请对照证书逐位核对',
    '发证未满 10 个工作日，尚未上网',
    '姓名有误，请按证书上的写法填写（间隔号、生僻字）',
  ])
})

test('the same two statements are run either way', async () => {
  const counted = async (number: string, name: string) => {
    let statements = 0
    const asked = house.db.read
    const rows: typeof asked.rows = (q) => {
      statements++
      expect(q.statement).toMatch(/^credentials-check-/)
      return asked.rows(q)
    }
    const read = { ...asked, rows }
    const { check: run } = await import('./check.ts')
    await run({ read, office: house.office }, { number, name })
    return statements
  }
  expect(await counted(certificate.number, '阿卜杜拉·买买提')).toBe(2)
  expect(await counted(certificate.number, '王小强')).toBe(2)
  expect(await counted('S000014000001223000018', '王小强')).toBe(2)
})

test('a number one place short is told from its form alone', async () => {
  const answer = await check('S00001400000122300001', '阿卜杜拉·买买提')
  expect(answer.verdict).toBe('not-found')
  expect(answer.causes[0].zh).toContain('应为 22 位，现为 21 位')
})

test('revoked: said, with the day, and without the reason', async () => {
  const opened = await house.open(
    {
      certificateNumber: certificate.number,
      reasonCode: 'body-violation',
      reason: '机构超范围发证',
      effectiveOn: '2022-10-01',
    },
    anOfficer('handler', 'wang'),
  )
  await house.act(opened.id, 'revoke', anOfficer('reviewer', 'zhao'))
  const answer = await check(certificate.number, '阿卜杜拉·买买提')
  expect(answer).toMatchObject({
    verdict: 'revoked',
    certificate: { revokedOn: '2022-10-01', number: certificate.number },
  })
  expect(JSON.stringify(answer)).not.toContain('超范围')
})

describe('what a number says', () => {
  test('place by place', async () => {
    const said = await house.read('credentials.explainNumber', { number: certificate.number })
    expect(said).toMatchObject({ ok: true, scheme: 'skill-level', number: certificate.number, findings: [] })
    expect(said.lines.map((l: { zh: string }) => l.zh)).toContain('第 6–7 位 14：省级代码，山西省')
  })
  test('and what is wrong with it', async () => {
    const said = await house.read('credentials.explainNumber', { number: '1.4E+15' })
    expect(said).toMatchObject({ ok: false, scheme: null, lines: [], findings: [{ code: 'CERT_SCI' }] })
  })
})
